import Synchronization

/// The attention tone at the begin of an item, made by the sound thread from its table: an alert's first seconds need no
/// decoder. Read by that thread alone; how much is left of it everybody may see.
final class ToneLead: Sendable {
    /// Its length.
    let frames: Int
    private let tone: AttentionTone
    private let fade: FadeTable
    private let done = Atomic<Int>(0)

    init(frames: Int, tone: AttentionTone, fade: FadeTable) {
        (self.frames, self.tone, self.fade) = (frames, tone, fade)
    }

    var left: Int { frames - done.load(ordering: .relaxed) }

    /// Writes the next frames, the same on each channel, and says how many.
    func read(into samples: UnsafeMutableBufferPointer<Float>, channels: Int) -> Int {
        let first = done.load(ordering: .relaxed)
        let count = min(frames - first, samples.count / channels)
        for frame in 0..<count {
            let at = first + frame
            let sample = tone.sample(at) * fade[at] * fade[frames - 1 - at]
            for channel in 0..<channels { samples[frame * channels + channel] = sample }
        }
        done.store(first + count, ordering: .relaxed)
        return count
    }

    /// Leaves frames out, and says how many.
    func skip(_ count: Int) -> Int {
        let first = done.load(ordering: .relaxed)
        let skipped = min(frames - first, count)
        done.store(first + skipped, ordering: .relaxed)
        return skipped
    }
}
