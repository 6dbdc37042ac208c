import Hardware
import Synchronization

/// Where the engine leaves a copy of what it queued, one channel, for the ear. The engine never waits for the ear: what
/// finds no room is left out, and the ear sees the gap by the instants.
///
/// `@unchecked Sendable`: `ear` is set once before the engine starts; `scratch` and `left` belong to the engine's thread; the
/// queues guard themselves.
final class SoundTap: @unchecked Sendable {
    /// A period of sound in `samples`.
    struct Mark {
        /// Its first frame, counted in all samples that were left here.
        var start: Int
        var frames: Int
        /// Frames before it that the output has given back: they were never heard.
        var takenBack = 0
        var rate: Int
        /// When its first frame leaves the output.
        var leaves: MonotonicTime
    }

    /// What the desk tells of items.
    enum Note: Sendable {
        /// An item sounds from an instant on.
        case began(id: String, at: MonotonicTime, isSweep: Bool)
        /// Its last frame leaves the output then.
        case over(id: String, at: MonotonicTime)
        /// The player shuts down.
        case end
    }

    /// Samples that wait for the ear at most: 1.4 s at 48 kHz; it comes each 50 ms.
    private static let room = 65_536
    private static let piece = 256

    let samples = SampleRing(samples: SoundTap.room)
    let marks = MessageQueue<Mark>(capacity: EngineLimits.messages)
    let notes = MessageQueue<Note>(capacity: EngineLimits.messages)
    /// Set by the ear before it sleeps, taken back by the first sound after that.
    let isAsleep = Atomic<Bool>(false)
    /// The worker that listens.
    var ear: (any Worker)?
    private let scratch: UnsafeMutableBufferPointer<Float>
    /// Frames given back since the last mark.
    private var takenBack = 0
    /// Samples left here so far; the engine's thread alone counts them.
    private var left = 0

    init() {
        scratch = .allocate(capacity: Self.piece)
        scratch.initialize(repeating: 0)
    }

    deinit {
        scratch.deallocate()
    }

    /// Takes a period as it was queued, interleaved; its first frame leaves the output at `leaves`. Called by the
    /// engine's thread: neither waits nor allocates.
    /// - Returns: false where there was no room.
    func take(_ sound: UnsafeMutableBufferPointer<Float>, in format: AudioFormat, leaves: MonotonicTime) -> Bool {
        let channels = format.channels
        let frames = sound.count / channels
        guard samples.writable >= frames else { return false }
        let share = 1 / Float(channels)
        var done = 0
        while done < frames {
            let count = min(Self.piece, frames - done)
            for frame in 0..<count {
                var sum: Float = 0
                for channel in 0..<channels { sum += sound[(done + frame) * channels + channel] }
                scratch[frame] = sum * share
            }
            samples.write(UnsafeBufferPointer(rebasing: scratch[0..<count]))
            done += count
        }
        // Samples without a mark are passed over with the next one.
        let mark = Mark(start: left, frames: frames, takenBack: takenBack, rate: format.rate, leaves: leaves)
        if marks.send(mark) { takenBack = 0 }
        left += frames
        if isAsleep.exchange(false, ordering: .sequentiallyConsistent) { ear?.ring() }
        return true
    }

    /// So many of the frames left here last were given back by the output. Told with the next.
    func takeBack(_ frames: Int) {
        takenBack += frames
    }

    /// Called by the desk's reader alone.
    func tell(_ note: Note) {
        _ = notes.send(note)
        ear?.ring()
    }
}
