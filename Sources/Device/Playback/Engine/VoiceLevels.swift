/// The frames of a voice's sound that have not left the limiter yet, counted as written frames of the output are.
struct UnmeasuredSound {
    private(set) var first = 0
    private(set) var end = 0

    /// Sound of so many frames will leave from frame `first` on. A gap to what is still on its way is counted in: it is
    /// shorter than that way, 2 ms.
    mutating func add(first: Int, frames: Int) {
        guard frames > 0 else { return }
        if self.first >= end { self.first = max(end, first) }
        end = max(end, first + frames)
    }

    /// The part of it that lies within so many frames from `first` on; that is forgotten.
    mutating func take(first: Int, frames: Int) -> (first: Int, frames: Int) {
        let (begin, end) = (max(first, self.first), min(first + frames, self.end))
        guard begin < end else { return (begin, 0) }
        self.first = end
        return (begin, end - begin)
    }
}

extension Voice {
    /// Measures what leaves on its channels in a period that begins with frame `first`, while it sounds. Where two sound
    /// at once on a channel, each is said to be as loud as both are together: that is what was heard.
    /// - Parameter samples: what is written to the output: mixed, corrected, limited.
    func measure(_ samples: UnsafeMutableBufferPointer<Int16>, first: Int, frames: Int) {
        let sound = state.unmeasured.take(first: first, frames: frames)
        guard sound.frames > 0 else { return }
        var (peak, squares) = (state.tally.peak, Int64(0))
        for route in 0..<routes.outputs.count {
            var at = (sound.first - first) * outputChannels + routes.outputs[route]
            for _ in 0..<sound.frames {
                let sample = Int64(samples[at])
                peak = max(peak, abs(sample))
                squares &+= sample &* sample
                at += outputChannels
            }
        }
        state.tally.peak = peak
        state.tally.squares += Double(squares)
        state.tally.samples += sound.frames * routes.outputs.count
    }
}
