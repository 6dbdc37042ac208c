public import Hardware
import Synchronization

/// What recording outputs took, and how they are told to fail.
public final class AudioRecording: Sendable {
    /// A period and when its first frame left.
    public struct Block: Sendable {
        public var leaves: MonotonicTime
        public var samples: [Int16]
    }

    struct State {
        var blocks: [Block] = []
        var openings = 0
        var closings = 0
        var hangs: [(at: MonotonicTime, seconds: Double)] = []
        /// What outputs opened from an instant on settle on.
        var formats: [(from: MonotonicTime, format: AudioFormat)] = []
        var outages: [(from: MonotonicTime, to: MonotonicTime, failure: AudioOutputFailure)] = []
    }

    public let name = "recording"
    let workers: SteppedWorkers
    /// What outputs settle on, whatever is wanted; nil takes what is wanted.
    let format: AudioFormat?
    let errors: CardErrors
    private let state = Mutex(State())

    public init(_ workers: SteppedWorkers, format: AudioFormat? = nil, errors: CardErrors = CardErrors()) {
        self.errors = errors
        self.workers = workers
        self.format = format
    }

    public var opener: AudioOutputOpener<RecordingAudioOutput> {
        AudioOutputOpener(name: name) { [self] wanted throws(AudioOutputFailure) in
            if let failure = failure(at: workers.now()) { throw failure }
            let now = workers.now()
            let changed = state.withLock { $0.formats.last { $0.from <= now }?.format }
            return RecordingAudioOutput(format: changed ?? format ?? wanted, recording: self)
        }
    }

    public var openings: Int { state.withLock { $0.openings } }
    public var closings: Int { state.withLock { $0.closings } }
    public var blocks: [Block] { state.withLock { $0.blocks } }

    /// Throws away what was recorded, for runs that are longer than memory.
    public func forget() {
        state.withLock { $0.blocks = [] }
    }

    /// All samples in order, as if the output had never closed between.
    public var samples: [Int16] { state.withLock { $0.blocks.flatMap(\.samples) } }

    /// The output neither opens nor takes sound between two instants.
    public func fail(from: MonotonicTime, to: MonotonicTime, _ code: AudioOutputFailure.Code) {
        let failure = AudioOutputFailure(code, output: name, detail: "told to fail")
        state.withLock { $0.outages.append((from, to, failure)) }
    }

    /// From an instant on an output takes and plays nothing for so long, and then goes on as if nothing had been.
    public func hang(at instant: MonotonicTime, seconds: Double) {
        state.withLock { $0.hangs.append((instant, seconds)) }
    }

    /// Outputs that open from an instant on settle on this: another card was plugged in.
    public func settle(on format: AudioFormat, from instant: MonotonicTime) {
        state.withLock { $0.formats.append((instant, format)) }
    }

    /// The instant at which the first sample that is not silent left, looking from an instant on.
    public func firstSound(
        after instant: MonotonicTime = MonotonicTime(nanoseconds: 0), format: AudioFormat = .standard
    ) -> MonotonicTime? {
        for block in blocks where block.leaves >= instant {
            guard let index = block.samples.firstIndex(where: { $0 != 0 }) else { continue }
            return block.leaves.advanced(byNanoseconds: format.nanoseconds(ofFrames: index / format.channels))
        }
        return nil
    }

    func failure(at now: MonotonicTime) -> AudioOutputFailure? {
        state.withLock { $0.outages.first { $0.from <= now && now < $0.to }?.failure }
    }

    /// Seconds of a hang that is due; each is told once.
    func takeHang(at now: MonotonicTime) -> Double? {
        state.withLock { state in
            guard let index = state.hangs.firstIndex(where: { $0.at <= now }) else { return nil }
            return state.hangs.remove(at: index).seconds
        }
    }

    func note(_ change: (inout State) -> Void) {
        state.withLock { change(&$0) }
    }

    /// Forgets the samples that were added last.
    func removeLast(_ count: Int) {
        state.withLock { state in
            var left = count
            while left > 0, let last = state.blocks.popLast() {
                left -= last.samples.count
                guard left < 0 else { continue }
                state.blocks.append(Block(leaves: last.leaves, samples: Array(last.samples.prefix(-left))))
            }
        }
    }

    func add(_ samples: Span<Int16>, leaving leaves: MonotonicTime) {
        var copy: [Int16] = []
        copy.reserveCapacity(samples.count)
        for index in samples.indices { copy.append(samples[index]) }
        state.withLock { $0.blocks.append(Block(leaves: leaves, samples: copy)) }
    }
}
