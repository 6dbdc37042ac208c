import Hardware

extension Engine where Output: ~Copyable {
    /// The output has gone: what was queued is not counted as heard, and what sounded waits for it to come back.
    func loseOutput(_ failure: AudioOutputFailure) {
        close()
        let unheard = buffers.format.bufferFrames + buffers.format.periodFrames + buffers.delayFrames
        let now = workers.now()
        for index in slots.indices {
            guard let voice = slots[index]?.takeUnretainedValue() else { continue }
            switch voice.state.phase {
            case .waiting, .over: continue
            case .sounding, .leaving:
                voice.state.tally.suffered = true
                voice.state.tally.frames = max(0, voice.state.tally.frames - unheard)
                voice.state.tally.underruns += underruns - voice.state.underrunsAtStart
            }
            if voice.state.phase == .leaving {
                voice.state.tally.ended = now
                finish(index)
            } else {
                voice.state.interrupted = true
                voice.state.unmeasured = UnmeasuredSound()
                voice.state.level = 0
                voice.state.falling = false
            }
        }
        postpone(failure)
    }
}
