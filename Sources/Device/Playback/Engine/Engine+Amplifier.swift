import Hardware

/// How the engine tells the amplifier's worker what will sound, and waits for the amplifier where it must.
extension Engine where Output: ~Copyable {
    /// Cues what has become due since the last turn, and the silence after the last of it.
    ///
    /// While the output is lost nothing is cued: an amplifier that is on without a card gives hum. The first try to open
    /// is different, so that both get ready together.
    func cueAmplifier() {
        guard let link = amplifierLink, isOpen || !hasFailed else { return }
        let now = workers.now()
        var isDue = false
        for slot in slots {
            guard let voice = slot?.takeUnretainedValue(), voice.isToSound else { continue }
            if !voice.state.isCued {
                let first = voice.state.phase == .waiting ? voice.planned ?? now : now
                guard first.advanced(bySeconds: -settings.lead) <= now else { continue }
                let cue = AmplifierCue.sound(first: first, now: now)
                guard link.send(cue) else { continue }
                amplifier?.take(cue)
                voice.state.isCued = true
            }
            isDue = true
        }
        if isDue { isCued = true } else { silenceAmplifier(at: now) }
    }

    /// Nothing sounds from now on.
    func silenceAmplifier(at now: MonotonicTime) {
        guard isCued, let link = amplifierLink, link.send(.silence(now: now)) else { return }
        amplifier?.take(.silence(now: now))
        isCued = false
        for slot in slots { slot?.takeUnretainedValue().state.isCued = false }
    }

    /// Has the amplifier switched off for good. Blocks until it is: nothing sounds any more.
    func endAmplifier() {
        guard let link = amplifierLink else { return }
        amplifierLink = nil
        _ = link.send(.shutDown)
        link.worker?.join()
    }

    /// The earliest instant at which a frame is heard in full.
    var audibleFrom: MonotonicTime { amplifier?.audibleFrom ?? MonotonicTime(nanoseconds: .min) }
}

extension Voice {
    /// Whether it sounds, or will.
    var isToSound: Bool {
        switch state.phase {
        case .waiting: state.end != .stopped
        case .sounding, .leaving: true
        case .over: false
        }
    }
}
