import Hardware
import Synchronization

extension Desk {
    /// One turn of the reader's worker: all notices there are.
    func readNotices() -> Rest {
        while let notice = link.notices.receive() {
            switch notice {
            case .started(let token, let instant, let error):
                guard let voice = voice(token), !isCarriedOn(token) else { continue }
                events.yield(.started(id: voice.item.id, at: instant, plannedError: error))
                link.tap?.tell(.began(id: voice.item.id, at: instant, isSweep: voice.item.isSweep))
            case .over(let token): over(token)
            case .misfit(let token): decodeAnew(token)
            case .opened(let format):
                state.withLock { state in
                    state.format = format
                    if state.tone.rate != format.rate { state.tone = AttentionTone(rate: format.rate) }
                }
                events.yield(.outputReady(format))
            case .failed:
                if let failure = link.outputFailure.withLock({ $0 }) { events.yield(.outputFault(failure)) }
            case .proved(let number):
                state.withLock { $0.proofs.removeValue(forKey: number) }?.answer.resume(returning: true)
            case .shutDown:
                finish()
                return .finished
            }
        }
        return failOverdueProofs()
    }

    private func voice(_ token: UInt64) -> Voice? {
        state.withLock { $0.playing[token] }
    }

    private func isCarriedOn(_ token: UInt64) -> Bool {
        state.withLock { $0.carried[token]?.started != nil }
    }

    private func over(_ token: UInt64) {
        let (voice, reason, carried) = state.withLock { state in
            (
                state.playing.removeValue(forKey: token), state.reasons.removeValue(forKey: token),
                state.carried.removeValue(forKey: token)
            )
        }
        guard let voice else { return }
        voice.cancelled.store(true, ordering: .relaxed)
        voice.producer?.ring()
        let tally = carried.map { $0.followed(by: voice.state.tally) } ?? voice.state.tally
        let outcome = outcome(of: voice, reason: reason)
        link.tap?.tell(.over(id: voice.item.id, at: tally.ended))
        events.yield(.ended(id: voice.item.id, record(of: voice, outcome: outcome, tally: tally)))
    }

    /// The output runs at another rate or channel count than thought: the voice's item is decoded again for it, from
    /// where the first got to. One that sounded before carries on with its time: where it keeps time, the engine brings it
    /// to where the clock says.
    private func decodeAnew(_ token: UInt64) {
        let (found, reason) = state.withLock { state in
            (state.playing.removeValue(forKey: token), state.reasons.removeValue(forKey: token))
        }
        guard let old = found else { return }
        old.cancelled.store(true, ordering: .relaxed)
        old.producer?.ring()
        var item = old.item
        item.start = old.start
        item.offset += Double(old.state.tally.consumed) / Double(old.format.rate)
        if old.state.tally.started != nil { item.start = .now }
        let new = makeVoice(item)
        let rates = Double(new.format.rate) / Double(old.format.rate)
        new.state.carryOn(from: old.state, by: rates)
        state.withLock { state in
            let earlier = state.carried.removeValue(forKey: token)
            let tally = earlier.map { $0.followed(by: old.state.tally) } ?? old.state.tally
            state.carried[new.token] = tally.scaled(by: rates)
        }
        if let reason {
            giveUp(new, .stopped(reason: reason))
        } else if !add(new) {
            giveUp(new, .failed(.tooManyItems))
        }
    }

    private func outcome(of voice: Voice, reason: String?) -> PlaybackOutcome {
        switch voice.state.end {
        case .stopped: return .stopped(reason: reason ?? (voice.state.isTakenOver ? "taken over" : "shut down"))
        case .reachedMaximum: return .reachedMaximum
        case .stalled: return .failed(.decoderStalled)
        case .noOutput: return .failed(outputFailure(voice))
        case .completed:
            if let failure = voice.failure.withLock({ $0 }) { return .failed(failure) }
            let wasNeverHeard = voice.state.tally.suffered && voice.state.tally.frames == 0
            return wasNeverHeard ? .failed(outputFailure(voice)) : .completed
        }
    }

    private func outputFailure(_ voice: Voice) -> PlaybackFailure {
        let last = link.outputFailure.withLock { $0 }
        return .output(last ?? AudioOutputFailure(.disappeared, output: "", detail: "was lost while it played"))
    }

    func record(of voice: Voice, outcome: PlaybackOutcome, tally: VoiceTally) -> PlaybackRecord {
        let full = 32_768.0
        let mean = tally.samples > 0 ? (tally.squares / Double(tally.samples)).squareRoot() / full : 0
        return PlaybackRecord(
            outcome: outcome, frames: tally.frames, rate: voice.format.rate, started: tally.started,
            ended: tally.ended, startError: tally.startError,
            peak: Mathematics.decibels(factor: Double(tally.peak) / full), level: Mathematics.decibels(factor: mean),
            gain: voice.usedGain, underruns: tally.underruns, lateFrames: tally.late,
            position: max(0, voice.item.offset) + Double(voice.state.tally.consumed) / Double(voice.format.rate),
            lostOutput: tally.suffered)
    }

    /// Answers what waited too long for the engine; sleeps until the next such instant.
    private func failOverdueProofs() -> Rest {
        let now = workers.now()
        let (overdue, next) = state.withLock { state in
            let overdue = state.proofs.filter { $0.value.deadline <= now }
            for number in overdue.keys { state.proofs.removeValue(forKey: number) }
            return (overdue.values.map(\.answer), state.proofs.values.map(\.deadline).min())
        }
        for answer in overdue { answer.resume(returning: false) }
        return next.map(Rest.until) ?? .untilRung
    }

    private func finish() {
        let (prepared, proofs) = state.withLock { state in
            state.isShutDown = true
            let rest = (state.prepared, state.proofs)
            state.prepared = [:]
            state.proofs = [:]
            return rest
        }
        for voice in prepared.values { giveUp(voice, .stopped(reason: "shut down")) }
        for proof in proofs.values { proof.answer.resume(returning: false) }
        link.tap?.tell(.end)
        events.finish()
    }
}

extension VoiceState {
    /// Takes over the time axis of a voice whose item goes on here, at another rate.
    fileprivate mutating func carryOn(from old: VoiceState, by rates: Double) {
        (interrupted, begun) = (old.interrupted, old.begun)
        elapsed = Int(Double(old.elapsed) * rates)
        debt = Int(Double(old.debt) * rates)
    }
}

extension VoiceTally {
    /// The same time counted in frames of another rate.
    fileprivate func scaled(by rates: Double) -> VoiceTally {
        var scaled = self
        scaled.frames = Int(Double(frames) * rates)
        scaled.late = Int(Double(late) * rates)
        return scaled
    }

    /// Both stretches of one item as one.
    func followed(by later: VoiceTally) -> VoiceTally {
        var sum = later
        sum.frames += frames
        sum.late += late
        sum.started = started ?? later.started
        sum.startError = started == nil ? later.startError : startError
        sum.peak = max(peak, later.peak)
        sum.squares += squares
        sum.samples += samples
        sum.underruns += underruns
        sum.suffered = suffered || later.suffered
        return sum
    }
}
