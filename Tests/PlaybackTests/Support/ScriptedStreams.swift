import AudioCodecs
import Hardware
import Synchronization

/// Streams that do what a test says, in the time of stepped workers: each opening takes the next script of its address.
final class ScriptedStreams: Sendable {
    enum Part: Sendable {
        /// Sound of this level, as fast as it is read.
        case sound(seconds: Double, level: Float)
        /// Nothing comes for so long.
        case gap(seconds: Double)
    }

    private let scripts: Mutex<[String: [[Part]]]>
    private let openings = Mutex<[String]>([])
    private let now: @Sendable () -> MonotonicTime

    /// - Parameter scripts: by address; an opening behind the last fails, as each does when its script is over.
    init(_ scripts: [String: [[Part]]], now: @escaping @Sendable () -> MonotonicTime) {
        self.scripts = Mutex(scripts)
        self.now = now
    }

    /// The addresses that were opened, in order.
    var opened: [String] { openings.withLock { $0 } }

    var decoder: AudioDecoder<EitherAudio<FileAudio, ScriptedStream>> {
        AudioDecoder.files.or(
            AudioDecoder<ScriptedStream> { address, format throws(DecodingFailure) in
                self.openings.withLock { $0.append(address) }
                let parts = self.scripts.withLock { scripts in
                    scripts[address]?.isEmpty == false ? scripts[address]?.removeFirst() : nil
                }
                guard let parts else { throw DecodingFailure(.unreachable, path: address, detail: "refused") }
                return ScriptedStream(parts: parts, address: address, format: format, now: self.now)
            }
        ) { $0.contains("://") }
    }
}

struct ScriptedStream: ~Copyable, DecodedAudio {
    private var parts: [ScriptedStreams.Part]
    private let address: String
    private let format: AudioFormat
    private let now: @Sendable () -> MonotonicTime
    private var left = 0
    private var gapEnds: MonotonicTime?
    private(set) var isWaiting = false

    init(
        parts: [ScriptedStreams.Part], address: String, format: AudioFormat,
        now: @escaping @Sendable () -> MonotonicTime
    ) {
        (self.parts, self.address, self.format, self.now) = (parts, address, format, now)
        begin()
    }

    private mutating func begin() {
        switch parts.first {
        case .sound(let seconds, _): left = format.frames(inSeconds: seconds)
        case .gap(let seconds): gapEnds = now().advanced(bySeconds: seconds)
        case nil: break
        }
    }

    var duration: Double? { nil }
    mutating func seek(toSeconds position: Double) throws(DecodingFailure) {}

    mutating func read(into samples: inout MutableSpan<Float>) throws(DecodingFailure) -> Int {
        isWaiting = false
        switch parts.first {
        case nil: throw DecodingFailure(.unreachable, path: address, detail: "died")
        case .gap:
            isWaiting = true
            if let gapEnds, now() >= gapEnds {
                parts.removeFirst()
                begin()
            }
            return 0
        case .sound(_, let level):
            let frames = min(left, samples.count / format.channels)
            for index in 0..<(frames * format.channels) { samples[index] = level }
            left -= frames
            if left == 0 {
                parts.removeFirst()
                begin()
            }
            return frames
        }
    }
}
