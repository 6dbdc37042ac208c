/// How much of an input's sound stands before the sound thread: a quarter of a second, held there though the two cards'
/// clocks differ. A value of the decoder's thread.
///
/// Beyond 0.05 s a block is made one frame longer or shorter, all of it stretched by a line between
/// its samples: a thousandth, which nobody hears. Where far too much stands there, since the item has not begun or the board
/// stood still, blocks are left out; where nothing does, a quarter of a second of silence goes before the next.
struct LineDepth {
    /// Seconds.
    static let wanted = 0.25
    private static let slack = 0.05
    private static let most = 1.0
    /// How long before its item an input is opened.
    static let lead = 0.1

    let rate: Int
    private var mean: Double?

    init(rate: Int) { self.rate = rate }

    /// Frames.
    var silence: Int { Int(Self.wanted * Double(rate)) }

    /// How many frames a block is to have, where `ahead` stand before it; 0 to leave it out.
    mutating func length(of frames: Int, ahead: Int) -> Int {
        let depth = Double(ahead) / Double(rate)
        guard depth <= Self.most else {
            mean = nil
            return 0
        }
        // Blocks come some at a time.
        let smooth = (mean ?? Self.wanted) + (depth - (mean ?? Self.wanted)) / 64
        mean = smooth
        guard frames > 2, abs(smooth - Self.wanted) > Self.slack else { return frames }
        return smooth > Self.wanted ? frames - 1 : frames + 1
    }

    /// Makes frames of a block one more or one fewer, in place; there is room for one more.
    static func stretch(_ block: UnsafeMutableBufferPointer<Float>, _ frames: Int, to wanted: Int, channels: Int) {
        guard wanted != frames, frames > 1, wanted > 1 else { return }
        let step = Double(frames - 1) / Double(wanted - 1)
        for turn in 0..<wanted {
            // Towards the side from which is read, so that nothing is overwritten before it was.
            let index = wanted < frames ? turn : wanted - 1 - turn
            let place = Double(index) * step
            let left = min(frames - 1, Int(place))
            let part = Float(place - Double(left))
            for channel in 0..<channels {
                let from = block[left * channels + channel]
                let to = part > 0 ? block[min(frames - 1, left + 1) * channels + channel] : from
                block[index * channels + channel] = from + (to - from) * part
            }
        }
    }
}
