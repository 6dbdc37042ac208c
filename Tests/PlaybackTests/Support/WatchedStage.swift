import AudioCodecs
import CAllocationHook
import Hardware
import Playback
import Synchronization
import TestSupport

/// A player whose real-time turns are watched: what they allocate, free or lock while the output runs is counted.
final class WatchedStage: Sendable {
    let workers = SteppedWorkers()
    let recording: AudioRecording
    let player: Player
    let watch: Watch
    let scratch: Scratch

    init(errors: CardErrors = CardErrors()) throws {
        let recording = AudioRecording(workers, errors: errors)
        let watch = Watch(workers, recording)
        (self.recording, self.watch, scratch) = (recording, watch, try Scratch())
        let opener = AudioOutputOpener<UnwatchedOutput>(name: "watched") { wanted throws(AudioOutputFailure) in
            UnwatchedOutput(inner: try recording.opener.open(wanted))
        }
        player = try Player(
            output: opener, decoder: .files, workers: watch,
            settings: PlayerSettings(
                format: AudioFormat(rate: 16_000, channels: 2, periodFrames: 160, bufferFrames: 480)),
            ear: Ear(RoomMicrophone(of: recording, gain: 0.1, noise: 0.001).opener))
        workers.run()
    }

    func soon(_ seconds: Double) -> MonotonicTime { workers.now().advanced(bySeconds: seconds) }

    func finish() {
        player.shutDown()
        workers.run()
    }
}

/// The recording output, whose own doings are not the engine's.
struct UnwatchedOutput: ~Copyable, AudioOutput {
    var inner: RecordingAudioOutput

    var format: AudioFormat { inner.format }
    var underruns: Int { inner.underruns }

    mutating func write(_ samples: Span<Int16>) throws(AudioOutputFailure) {
        loa_watch_pause()
        defer { loa_watch_go_on() }
        try inner.write(samples)
    }

    mutating func timing() throws(AudioOutputFailure) -> AudioOutputTiming {
        loa_watch_pause()
        defer { loa_watch_go_on() }
        return try inner.timing()
    }

    mutating func takeBack(_ frames: ClosedRange<Int>) -> Int {
        loa_watch_pause()
        defer { loa_watch_go_on() }
        return inner.takeBack(frames)
    }

    mutating func drain() throws(AudioOutputFailure) { try inner.drain() }
    mutating func drop() { inner.drop() }
}

/// Stepped workers that watch each real-time turn, and can hold decoders up.
final class Watch: WorkerSystem, Sendable {
    struct Count {
        /// Turns that began and ended with the output open, and what they did.
        var turns = 0
        var doings = 0
        var culprits: Set<String> = []
    }

    private let inner: SteppedWorkers
    private let recording: AudioRecording
    private let state = Mutex(Count())
    private let heldUp = Mutex<MonotonicTime?>(nil)

    init(_ inner: SteppedWorkers, _ recording: AudioRecording) {
        (self.inner, self.recording) = (inner, recording)
    }

    /// What was counted since the last call.
    func take() -> Count {
        state.withLock { state in
            defer { state = Count() }
            return state
        }
    }

    /// No decoder gets a turn before this instant.
    func holdDecoders(until instant: MonotonicTime) {
        heldUp.withLock { $0 = instant }
    }

    func now() -> MonotonicTime { inner.now() }

    func start(
        _ name: String, urgency: Urgency, turn: @escaping @Sendable () -> Rest
    ) throws(WorkerFailure) -> any Worker {
        guard urgency == .realTime else {
            return try inner.start(name, urgency: urgency) { [self] in
                let instant = name == "decode" ? heldUp.withLock { $0 } : nil
                if let instant, now() < instant { return .until(instant) }
                return turn()
            }
        }
        return try inner.start(name, urgency: urgency) { [self] in
            let (openings, closings) = (recording.openings, recording.closings)
            loa_watch_begin()
            let rest = turn()
            let doings = loa_watch_end()
            // Opening and closing may allocate; so may a card that was lost.
            let ranThroughout = openings > closings && (openings, closings) == (recording.openings, recording.closings)
            guard ranThroughout else { return rest }
            state.withLock { state in
                state.turns += 1
                state.doings += doings
                if doings > 0 { state.culprits.insert(String(cString: loa_watch_culprit())) }
            }
            return rest
        }
    }
}
