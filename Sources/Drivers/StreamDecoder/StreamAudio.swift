import ChildProcess
import Glibc
public import Hardware
import LoudnessMeter

/// A stream as a child process decodes it, which is killed with this value. Live: it has no length and no past,
/// `seek` does nothing, and a read may give nothing yet.
public struct StreamAudio: ~Copyable, DecodedAudio {
    /// A read waits no longer for the next bytes, in milliseconds, so that whoever reads can end.
    static let patience = 100
    private static let frameBytes = 4

    private let address: StreamAddress
    private let limits: StreamLimits
    private var child: ChildProcess
    private var buffer: JitterBuffer
    /// nil: it sounds as loud as it comes.
    private var rider: LoudnessRider?
    private let room: UnsafeMutableRawBufferPointer
    /// Bytes of a frame that is not whole yet, at the begin of `room`.
    private var kept = 0
    private let wholeFrame: Int
    private var lastByte: Double
    private let opened: Double
    private var hasSounded = false
    public private(set) var isWaiting = false

    static func open(
        _ locator: String, for format: AudioFormat, limits: StreamLimits
    ) throws(DecodingFailure) -> StreamAudio {
        let address = try StreamAddress(locator)
        var words =
            [limits.program, "-hide_banner", "-loglevel", "error"] + address.inputWords
            + [
                "-map", "0:a:0", "-vn", "-sn", "-dn", "-ac", "\(format.channels)", "-ar", "\(format.rate)", "-f",
                "f32le", "pipe:1",
            ]
        if address.isWeb, !limits.first.isEmpty {
            words = limits.first + StreamProgram.words(address.text, format, others: words)
        }
        let order = ChildOrder(
            words, input: Array(address.session.utf8), output: .read, memoryBytes: limits.memoryBytes)
        do throws(ChildFailure) {
            return StreamAudio(try ChildProcess.start(order), address, format, limits)
        } catch {
            throw DecodingFailure(
                .unreachable, path: locator, detail: "streams are decoded by ffmpeg, which does not run here (\(error))"
            )
        }
    }

    private init(
        _ child: consuming ChildProcess, _ address: StreamAddress, _ format: AudioFormat, _ limits: StreamLimits
    ) {
        self.child = child
        self.address = address
        self.limits = limits
        buffer = JitterBuffer(depth: limits.buffer, rate: format.rate, channels: format.channels)
        if let target = limits.loudness {
            rider = try? LoudnessRider(target: target, rate: format.rate, channels: format.channels)
        }
        wholeFrame = format.channels * Self.frameBytes
        room = .allocate(byteCount: 16 << 10, alignment: 16)
        lastByte = Self.now()
        opened = lastByte
    }

    deinit { room.deallocate() }

    public var duration: Double? { nil }

    public mutating func seek(toSeconds position: Double) throws(DecodingFailure) {}

    public mutating func read(into samples: inout MutableSpan<Float>) throws(DecodingFailure) -> Int {
        isWaiting = false
        var count = take(into: &samples)
        if count == 0 {
            try listen()
            count = take(into: &samples)
        }
        isWaiting = count == 0
        // Bytes that trickle in are no sound either.
        if isWaiting, !hasSounded, Self.now() - opened > 2 * limits.connect + limits.buffer {
            throw failure("is slower than it plays")
        }
        hasSounded = hasSounded || count > 0
        return count
    }

    private mutating func take(into samples: inout MutableSpan<Float>) -> Int {
        let now = Self.now()
        return samples.withUnsafeMutableBufferPointer { output in
            let frames = buffer.take(into: output, at: now)
            rider?.ride(UnsafeMutableBufferPointer(rebasing: output[..<(frames * wholeFrame / Self.frameBytes)]))
            return frames
        }
    }

    /// The samples among bytes of a child: numbers, none of them louder than a mix can bear.
    static func sound(in bytes: UnsafeMutableRawBufferPointer) -> UnsafeBufferPointer<Float> {
        let samples = bytes.bindMemory(to: Float.self)
        for index in samples.indices {
            samples[index] = samples[index].isFinite ? max(-16, min(16, samples[index])) : 0
        }
        return UnsafeBufferPointer(samples)
    }

    /// Takes what the child has written, or sees that it has nothing to say any more.
    private mutating func listen() throws(DecodingFailure) {
        let place = UnsafeMutableRawBufferPointer(rebasing: room[kept...])
        switch child.read(into: place, milliseconds: Self.patience) {
        case .bytes(let count):
            let whole = (kept + count) / wholeFrame * wholeFrame
            let sound = Self.sound(in: UnsafeMutableRawBufferPointer(rebasing: room[..<whole]))
            rider?.hear(sound)
            buffer.add(sound)
            let rest = kept + count - whole
            for index in 0..<rest { room[index] = room[whole + index] }
            kept = rest
            lastByte = Self.now()
        case .nothing:
            let limit = hasSounded ? limits.stall : limits.connect
            guard Self.now() - lastByte > limit else { return }
            throw failure("gives no sound for \(Int(limit)) s")
        case .ended:
            let end = child.end(withinMilliseconds: 500)
            throw failure(Self.words(end))
        }
    }

    private static func words(_ end: ChildEnd) -> String {
        switch end {
        case .exited(0): "has ended"
        case .exited(let status): "cannot be played: its decoder ended with status \(status)"
        case .killed(let signal): "cannot be played: its decoder was ended by signal \(signal)"
        case .tookTooLong: "cannot be played: its decoder hangs"
        }
    }

    private func failure(_ what: String) -> DecodingFailure {
        let said = child.lastWords
        return DecodingFailure(
            .unreachable, path: address.text, detail: said.isEmpty ? what : "\(what) (\(said))")
    }

    private static func now() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
}
