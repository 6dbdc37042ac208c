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
        let start = started ?? now
        started = start
        let played = format.frames(inNanoseconds: now.since(start))
        if played > written {
            underruns += 1
            written = played
        }
        let excess = written + frames - format.bufferFrames
        if excess > played {
            recording.workers.advance(to: start.advanced(byNanoseconds: format.nanoseconds(ofFrames: excess)))
        }
        let leaves = start.advanced(byNanoseconds: format.nanoseconds(ofFrames: written))
        recording.add(samples, leaving: leaves)
        written += frames
    }

    public mutating func timing() throws(AudioOutputFailure) -> AudioOutputTiming {
        let now = recording.workers.now()
        guard let started else { return AudioOutputTiming(nextFrame: now, queuedFrames: 0) }
        let end = started.advanced(byNanoseconds: format.nanoseconds(ofFrames: written))
        let played = format.frames(inNanoseconds: now.since(started))
        return AudioOutputTiming(nextFrame: max(end, now), queuedFrames: max(0, written - played))
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
