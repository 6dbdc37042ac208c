import Hardware
import Synchronization

extension Voice {
    /// Adds the voice's next frames to a mix, from frame `first` on.
    ///
    /// - Parameters:
    ///   - scratch: Room for a period of frames.
    /// - Returns: The frame of the period after the voice's last one, where it ended within it.
    func mix(
        into mix: UnsafeMutableBufferPointer<Float>, from first: Int, frames: Int,
        scratch: UnsafeMutableBufferPointer<Float>
    ) -> Int? {
        // The order matters: what was decoded before `decoded` is set is readable after it is seen.
        let isDecoded = decoded.load(ordering: .acquiring)
        payDebt()
        let wanted = frames - first
        let readable = readableFrames
        let taken = min(wanted, readable)
        let source = UnsafeMutableBufferPointer(rebasing: scratch[0..<(taken * format.channels)])
        read(into: source)
        if !isDecoded, ring.readable < ring.writable { producer?.ring() }
        // Frames until it must be silent: the end of its sound, of its time, or of what there is while it starves.
        let known = isDecoded || readable < wanted ? readable : .max
        let remaining = min(known, limit - min(limit, state.elapsed))
        let sounded = shape(source, into: mix, from: first, frames: taken, remaining: remaining)
        state.tally.frames += sounded
        state.tally.consumed += sounded
        if let end = endReason(isDecoded: isDecoded, sounded: sounded, taken: taken, readable: readable) {
            state.end = end
            state.elapsed += sounded
            return first + sounded
        }
        starve(frames: wanted - taken)
        state.elapsed += wanted
        return nil
    }

    private func payDebt() {
        guard state.debt > 0 else { return }
        let frames = min(state.debt, readableFrames)
        if frames > 0 { skip(frames) }
        state.tally.consumed += frames
        state.debt -= frames
        if state.debt > format.rate / 10 {
            seekAhead.add(state.debt, ordering: .relaxed)
            state.tally.consumed += state.debt
            state.debt = 0
            producer?.ring()
        }
    }

    /// Why the voice ends within this period; nil where it goes on.
    private func endReason(isDecoded: Bool, sounded: Int, taken: Int, readable: Int) -> VoiceState.End? {
        if state.falling, state.level == 0 {
            if state.end == .stopped { return .stopped }
            if isDecoded, sounded == readable { return .completed }
            if state.elapsed + sounded >= limit { return .reachedMaximum }
            state.falling = false
        }
        if isDecoded, taken == readable { return .completed }
        if state.elapsed + taken >= limit { return .reachedMaximum }
        if state.end == .stopped, taken == 0 { return .stopped }
        let stalled = state.starved > Int(EngineLimits.stall) * format.rate
        return stalled ? .stalled : nil
    }

    /// Counts silence that should have been sound; what keeps time will leave as much out.
    private func starve(frames: Int) {
        guard frames > 0 else {
            state.starved = 0
            return
        }
        state.starved += frames
        state.tally.late += frames
        state.level = 0
        state.falling = false
        if keepsTime { state.debt += frames }
    }

    /// Applies gain and fade, and adds to the mix; says how many frames sounded before silence.
    private func shape(
        _ source: UnsafeMutableBufferPointer<Float>, into mix: UnsafeMutableBufferPointer<Float>, from first: Int,
        frames: Int, remaining: Int
    ) -> Int {
        let (channels, ways) = (format.channels, routes.outputs.count)
        var level = state.level
        var falling = state.falling || state.end == .stopped
        var frame = 0
        while frame < frames {
            if remaining - frame <= level { falling = true }
            if falling, level == 0 { break }
            if falling { level -= 1 }
            let factor = gain * (falling || level < fade.frames ? fade[level] : 1)
            if !falling, level < fade.frames { level += 1 }
            let from = frame * channels
            let to = (first + frame) * outputChannels
            for route in 0..<ways {
                mix[to + routes.outputs[route]] += source[from + routes.sources[route]] * factor
            }
            frame += 1
        }
        (state.level, state.falling) = (level, falling)
        return frame
    }
}
