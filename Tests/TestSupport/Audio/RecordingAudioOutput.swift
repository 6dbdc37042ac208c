public import Hardware
import Synchronization

/// An output that keeps every frame with the instant it leaves, on the clock of stepped workers: a write that has to
/// wait for room moves that clock.
public struct RecordingAudioOutput: ~Copyable, AudioOutput {
    public let format: AudioFormat
    public private(set) var underruns = 0
    private let recording: AudioRecording
    private var started: MonotonicTime?
    private var written = 0
    private var dice: UInt64 = 1

    init(format: AudioFormat, recording: AudioRecording) {
        self.format = format
        self.recording = recording
        recording.note { $0.openings += 1 }
    }

    deinit {
        recording.note { $0.closings += 1 }
    }

    public mutating func write(_ samples: Span<Int16>) throws(AudioOutputFailure) {
        if let failure = recording.failure(at: recording.workers.now()) { throw failure }
        let frames = samples.count / format.channels
        guard frames <= format.bufferFrames else {
            throw AudioOutputFailure(.unsupported, output: recording.name, detail: "\(frames) frames at once")
        }
        if let start = started, let seconds = recording.takeHang(at: recording.workers.now()) {
            recording.workers.advance(to: recording.workers.now().advanced(bySeconds: seconds))
            started = start.advanced(bySeconds: seconds)
        }
        let now = recording.workers.now()
        let start = started ?? now.advanced(bySeconds: recording.errors.start)
        started = start
        let played = played(at: now, since: start)
        if played > written {
            underruns += 1
            written = played
        }
        let excess = written + frames - format.bufferFrames
        if excess > played { recording.workers.advance(to: instant(of: excess, since: start)) }
        recording.add(samples, leaving: instant(of: written, since: start))
        written += frames
    }

    public mutating func timing() throws(AudioOutputFailure) -> AudioOutputTiming {
        let now = recording.workers.now()
        guard let started else { return AudioOutputTiming(nextFrame: now, queuedFrames: 0) }
        dice = dice &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        let late = recording.errors.jitter == 0 ? 0 : Int64(dice >> 33) % recording.errors.jitter
        let end = instant(of: written, since: started).advanced(byNanoseconds: late)
        return AudioOutputTiming(
            nextFrame: max(end, now), queuedFrames: max(0, written - played(at: now, since: started)))
    }

    public mutating func takeBack(_ frames: ClosedRange<Int>) -> Int {
        let now = recording.workers.now()
        guard recording.errors.takesBack, let started else { return 0 }
        let count = min(frames.upperBound, written - played(at: now, since: started) - format.periodFrames)
        guard count >= frames.lowerBound else { return 0 }
        written -= count
        recording.removeLast(count * format.channels)
        return count
    }

    /// Nanoseconds of the clock that pass while the card thinks one has.
    private var pace: Double { 1 / (1 + recording.errors.drift / 1e6) }

    private func played(at now: MonotonicTime, since start: MonotonicTime) -> Int {
        max(0, format.frames(inNanoseconds: Int64((Double(now.since(start)) / pace).rounded())))
    }

    private func instant(of frame: Int, since start: MonotonicTime) -> MonotonicTime {
        start.advanced(byNanoseconds: Int64((Double(format.nanoseconds(ofFrames: frame)) * pace).rounded()))
    }

    public mutating func drain() throws(AudioOutputFailure) {
        recording.workers.advance(to: try timing().nextFrame)
        drop()
    }

    public mutating func drop() {
        started = nil
        written = 0
    }
}
