import Hardware
import Synchronization

/// How the engine reads the card's position, and what follows from it.
extension Engine where Output: ~Copyable {
    /// Takes what the card says of the next frame. The answer is the frames by which planned sound has to jump: positive
    /// to leave out, negative to wait.
    func readClock(_ timing: AudioOutputTiming, underruns: Int) -> Int {
        let format = buffers.format
        let leaves = timing.nextFrame.advanced(byNanoseconds: buffers.delay)
        let isHeld = somethingPlannedSounds
        var jump = 0
        if underruns != self.underruns {
            self.underruns = underruns
            meter.breakOff()
            steadyFrom = written + 2 * format.bufferFrames
            jump = clock.runDry(leaves: leaves, isHeld: isHeld)
        }
        let isSteady = written >= steadyFrom
        if isSteady {
            meter.note(frame: written, leaves: timing.nextFrame, rate: format.rate, period: format.periodFrames)
        }
        let drift = meter.drift
        jump += clock.note(leaves: leaves, isSteady: isSteady, isHeld: isHeld, drift: drift)
        if let drift { link.drift.store(drift.partsPerBillion, ordering: .relaxed) }
        if let error = clock.error { link.error.store(error, ordering: .relaxed) }
        link.correction.store(clock.correction, ordering: .relaxed)
        if jump != 0 { link.jumps.add(1, ordering: .relaxed) }
        return jump
    }

    private var somethingPlannedSounds: Bool {
        for slot in slots {
            guard let voice = slot?.takeUnretainedValue() else { continue }
            if voice.isTimed, voice.state.phase == .sounding, !voice.state.interrupted { return true }
        }
        return false
    }
}

extension Voice {
    /// The axis that it sounds on has jumped by so many frames.
    func jump(_ frames: Int) {
        guard keepsTime, state.phase == .sounding, !state.interrupted else { return }
        // It fades in again where it lands.
        state.level = 0
        state.falling = false
        guard frames > 0 else { return state.wait -= frames }
        state.debt += frames
        state.elapsed += frames
    }
}
