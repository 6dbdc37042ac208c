/// What was written to the output last, as much as it holds. What the output gives back of it fades out under what is
/// written in its place. Used by one thread; allocates in `init` only.
struct SoundHistory: ~Copyable {
    private let channels: Int
    /// Frames kept.
    private let room: Int
    /// Interleaved, as they were written; frame `n` lies at `n` modulo `room`.
    private let samples: UnsafeMutableBufferPointer<Int16>
    private let fade: FadeTable
    /// Frames noted, less those given back.
    private var end = 0
    /// Of those given back: the next, and the one after the last.
    private var next = 0
    private var oldEnd = 0
    /// Frames of the fade out, and how many of them are behind.
    private var falling = 0
    private var fallen = 0

    /// - Parameter frames: The most that the output gives back.
    init(channels: Int, frames: Int, fade: Int) {
        self.channels = channels
        room = max(1, frames)
        samples = .allocate(capacity: room * channels)
        samples.initialize(repeating: 0)
        self.fade = FadeTable(frames: fade)
    }

    deinit {
        samples.deallocate()
    }

    /// Keeps whole frames that were written.
    mutating func note(_ written: UnsafeMutableBufferPointer<Int16>) {
        var place = end % room * channels
        for sample in written {
            samples[place] = sample
            place = place + 1 == samples.count ? 0 : place + 1
        }
        end += written.count / channels
    }

    /// The output has given back so many frames, at most as many as are kept.
    mutating func takeBack(_ frames: Int) {
        oldEnd = end
        end = max(0, end - min(frames, room))
        next = end
        (falling, fallen) = (0, 0)
    }

    /// The next frames that were given back, as they were; silence after them.
    mutating func replay(into sound: UnsafeMutablePointer<Float>, frames: Int) {
        for frame in 0..<frames {
            for channel in 0..<channels { sound[frame * channels + channel] = old(channel) }
            next += 1
        }
    }

    /// What is left of the frames given back fades out from here on. How many frames that takes.
    mutating func beginFade() -> Int {
        falling = max(0, min(fade.frames, oldEnd - next))
        return falling
    }

    /// Adds the next frames that were given back, fading out.
    mutating func addFading(to sound: UnsafeMutablePointer<Float>, frames: Int) {
        let count = min(frames, falling - fallen)
        guard count > 0 else { return }
        for frame in 0..<count {
            let gain = fade[(falling - 1 - fallen) * fade.frames / falling]
            for channel in 0..<channels { sound[frame * channels + channel] += old(channel) * gain }
            next += 1
            fallen += 1
        }
    }

    private func old(_ channel: Int) -> Float {
        next < oldEnd ? Float(samples[next % room * channels + channel]) / 32_768 : 0
    }
}
