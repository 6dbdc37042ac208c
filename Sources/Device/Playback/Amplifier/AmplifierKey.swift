import Hardware

/// When an amplifier is on: from a lead before the first sound until a tail after the last, never longer than the
/// maximum at a stretch, and not at all where nothing is to sound.
///
/// A value of plain numbers. The engine keeps one, to know from when on sound is heard in full; the worker that switches
/// keeps another. The same cues give both the same answers, however late they are read.
struct AmplifierKey {
    /// A cue within so many nanoseconds before switching off comes too late for the worker to stay on.
    static let margin: Int64 = 20_000_000

    let times: AmplifierTimes
    /// When it is switched on; nil before the first sound, and where that was called off in time.
    private var on: MonotonicTime?
    /// When it is switched off: never while something is to sound.
    private var off = MonotonicTime.distantFuture

    init(_ times: AmplifierTimes) { self.times = times }

    mutating func take(_ cue: AmplifierCue) {
        switch cue {
        case .sound(let first, let now):
            let wanted = max(now, first.advanced(bySeconds: -times.lead))
            if let on, on > now {
                self.on = min(on, wanted)
            } else if !isOn(at: now.advanced(byNanoseconds: Self.margin)) {
                // On or nearly off: off for a moment, so that a stretch has an end and this one a beginning.
                on = isOn(at: now) ? max(wanted, now.advanced(byNanoseconds: Self.margin)) : wanted
            }
            off = .distantFuture
        case .silence(let now):
            if let on, on > now { self.on = nil }
            off = now.advanced(bySeconds: times.tail)
        case .shutDown: on = nil
        }
    }

    func isOn(at now: MonotonicTime) -> Bool {
        guard let on, let limit else { return false }
        return on <= now && now < min(off, limit)
    }

    /// Whether it is off although something is to sound, because it was on for too long.
    func isCut(at now: MonotonicTime) -> Bool {
        guard let limit else { return false }
        return now >= limit && off == .distantFuture
    }

    /// The next instant at which it changes by itself.
    func nextChange(after now: MonotonicTime) -> MonotonicTime {
        guard let on, let limit else { return .distantFuture }
        return [on, min(off, limit)].first { $0 > now } ?? .distantFuture
    }

    /// From when on sound is heard in full.
    var audibleFrom: MonotonicTime {
        on?.advanced(bySeconds: times.lead) ?? MonotonicTime(nanoseconds: .min)
    }

    private var limit: MonotonicTime? { on?.advanced(bySeconds: times.maximum) }
}
