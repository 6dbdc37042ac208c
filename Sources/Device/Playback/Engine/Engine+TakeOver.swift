import Hardware

/// How an item that takes over sounds before what the output still holds of the others (docs/decisions/0020).
extension Engine where Output: ~Copyable {
    /// Where an item that takes over is ready, has the output give back what it has not played yet, so that the item
    /// begins in its place; what else sounded is over once it has faded out there.
    /// - Returns: whether the output gave anything back.
    func takeOver(_ open: inout Output, queued: Int) -> Bool {
        guard queued > 0, let newcomer = readyToTakeOver, areAllToGiveWay(to: newcomer) else { return false }
        // Nothing of the newcomer is to lie before the amplifier is ready.
        let most = min(queued, buffers.format.frames(inNanoseconds: clock.leaves.since(audibleFrom)))
        let least = buffers.limiter.delayFrames + buffers.format.frames(inSeconds: EngineLimits.fade) / 2
        guard most >= least else { return false }
        let frames = open.takeBack(least...most)
        guard frames > 0 else { return false }
        clock.advance(frames: -buffers.resampler.mixed(for: frames))
        let fade = buffers.takeBack(frames)
        end(losersOf: newcomer, taken: frames, fade: max(0, fade - DriftResampler.delayFrames))
        written -= frames
        silent = max(0, silent - frames)
        takeBackFromTap()
        return true
    }

    private var readyToTakeOver: Voice? {
        for slot in slots {
            guard let voice = slot?.takeUnretainedValue(), voice.item.takesOver, voice.planned == nil else { continue }
            let isNew = voice.state.phase == .waiting && voice.state.end != .stopped && !voice.state.interrupted
            if isNew, voice.fits(buffers.format), isReady(voice) { return voice }
        }
        return nil
    }

    /// False where something sounds that the newcomer leaves alone, or that is at its own end.
    private func areAllToGiveWay(to newcomer: Voice) -> Bool {
        for slot in slots {
            guard let voice = slot?.takeUnretainedValue() else { continue }
            switch voice.state.phase {
            case .waiting, .over: continue
            case .leaving: guard voice.state.end == .stopped else { return false }
            case .sounding: guard voice.shares(newcomer.routes.outputs) else { return false }
            }
        }
        return true
    }

    /// What sounded ends so many frames after what was taken back begins, and was not heard beyond.
    private func end(losersOf newcomer: Voice, taken: Int, fade: Int) {
        let last = written - taken + fade
        let over = clock.leaves.advanced(byNanoseconds: buffers.format.nanoseconds(ofFrames: fade))
        for slot in slots {
            guard let voice = slot?.takeUnretainedValue() else { continue }
            switch voice.state.phase {
            case .waiting, .over: continue
            case .leaving: voice.cut(from: voice.state.lastFrame, to: last, at: over)
            case .sounding:
                voice.state.isTakenOver = voice.state.end != .stopped
                voice.state.end = .stopped
                voice.state.phase = .leaving
                voice.cut(from: voice.state.interrupted ? last : written, to: last, at: over)
            }
        }
    }

    private func takeBackFromTap() {
        guard tapped > written else { return }
        link.tap?.takeBack(tapped - written)
        tapped = written
    }
}

extension Voice {
    /// By index: an array's iterator allocates where the compiler does not specialise it.
    fileprivate func shares(_ channels: [Int]) -> Bool {
        for own in 0..<routes.outputs.count {
            for other in 0..<channels.count where routes.outputs[own] == channels[other] { return true }
        }
        return false
    }

    /// Of what it had queued up to `end`, only what lies before `last` is heard. How loud the rest was is measured already.
    fileprivate func cut(from end: Int, to last: Int, at over: MonotonicTime) {
        let lost = min(state.tally.frames, max(0, end - last))
        state.tally.frames -= lost
        state.tally.consumed -= lost
        if lost > 0 || end == last { state.tally.ended = over }
        state.lastFrame = min(end, last)
        state.unmeasured = UnmeasuredSound()
    }
}
