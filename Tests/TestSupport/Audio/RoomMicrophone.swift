public import Hardware
import Synchronization

/// A microphone in the room of a recording output: it hears what that plays, later and softer, with the room's noise.
public final class RoomMicrophone: Sendable {
    struct State {
        var gain: Float
        var noise: Float
        var openings = 0
        var closings = 0
        var outage: AudioInputFailure?
    }

    public let format: AudioFormat
    let recording: AudioRecording
    let delay: Double
    let state: Mutex<State>

    /// - Parameters:
    ///   - delay: seconds from the output to the microphone.
    ///   - gain: of what is played; 0: the horn is cut off.
    ///   - noise: of the room, amplitude of full scale; 0 with gain 0 is a dead microphone.
    public init(of recording: AudioRecording, rate: Int = 48_000, delay: Double = 0.02, gain: Float, noise: Float) {
        self.recording = recording
        self.delay = delay
        format = AudioFormat(rate: rate, channels: 1, periodFrames: rate / 20, bufferFrames: rate / 2)
        state = Mutex(State(gain: gain, noise: noise))
    }

    public var openings: Int { state.withLock { $0.openings } }
    public var closings: Int { state.withLock { $0.closings } }

    /// From now on it does not open; nil: it does again.
    public func fail(_ code: AudioInputFailure.Code?) {
        let failure = code.map { AudioInputFailure($0, input: "room", detail: "told to fail") }
        state.withLock { $0.outage = failure }
    }

    public var opener: AudioInputOpener<RoomInput> {
        AudioInputOpener(name: "room") { [self] () throws(AudioInputFailure) in
            if let failure = state.withLock({ $0.outage }) { throw failure }
            state.withLock { $0.openings += 1 }
            return RoomInput(room: self)
        }
    }
}

public struct RoomInput: ~Copyable, AudioInput {
    private let room: RoomMicrophone
    private let opened: MonotonicTime
    private var given = 0
    private var seed: UInt64 = 0x9E37_79B9_7F4A_7C15

    init(room: RoomMicrophone) {
        self.room = room
        opened = room.recording.workers.now()
    }

    deinit {
        room.state.withLock { $0.closings += 1 }
    }

    public var format: AudioFormat { room.format }
    public var overruns: Int { 0 }

    public mutating func read(into samples: inout MutableSpan<Int16>) throws(AudioInputFailure) -> AudioInputBlock {
        let (failure, gain, noise) = room.state.withLock { ($0.outage, $0.gain, $0.noise) }
        if let failure { throw failure }
        let first = opened.advanced(byNanoseconds: format.nanoseconds(ofFrames: given))
        // All there is, or a wait of 5 ms: while the one who listens waits, the stepped player cannot play.
        let waiting = format.frames(inNanoseconds: room.recording.workers.now().since(first)) - 1
        let frames = min(format.periodFrames, samples.count, max(format.rate / 200, waiting))
        room.recording.workers.advance(to: first.advanced(byNanoseconds: format.nanoseconds(ofFrames: frames)))
        let blocks = room.recording.latest(64)
        for frame in 0..<frames {
            let instant = first.advanced(byNanoseconds: format.nanoseconds(ofFrames: frame))
            let sound = room.recording.sample(at: instant.advanced(bySeconds: -room.delay), in: blocks)
            seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            let random = Float(Int32(truncatingIfNeeded: seed >> 33)) / Float(Int32.max)
            samples[frame] = Int16(max(-32_768, min(32_767, Float(sound) * gain + random * noise * 32_767)))
        }
        given += frames
        return AudioInputBlock(frames: frames, first: first)
    }
}

extension AudioRecording {
    /// The newest blocks, oldest first.
    func latest(_ count: Int) -> ArraySlice<Block> { blocks.suffix(count) }

    /// The first channel's sample that left at an instant; 0 where none did.
    func sample(at instant: MonotonicTime, in blocks: ArraySlice<Block>) -> Int16 {
        let format = format ?? .standard
        guard let block = blocks.last(where: { $0.leaves <= instant }) else { return 0 }
        let index = Int(Double(instant.since(block.leaves)) * Double(format.rate) / 1e9) * format.channels
        return block.samples.indices.contains(index) ? block.samples[index] : 0
    }
}
