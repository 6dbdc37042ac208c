import Glibc
public import Hardware

/// A WAV file that behaves as a sound card does: it takes frames no faster than it would play them.
///
/// The file is a recording of the device: sample k stands for the instant k/rate after the output first started, also
/// where the output was closed between. What was not written is silence, kept as a hole that needs no disk. A gap of
/// more than `longestGap` is shortened to it, and a file of more than `largestFile` is set aside as `<name>.old` and
/// begun anew, so that a device left alone for months fills neither disk nor format. A kill at any instant leaves a
/// playable file.
public struct WaveFileOutput: ~Copyable, AudioOutput {
    /// Seconds of silence between two openings that are recorded as they were.
    public static let longestGap = 600.0
    /// Bytes of sound in one file: 2 GiB, 3 h 6 min of 48 kHz stereo.
    public static let largestFile = 2 << 30

    public let format: AudioFormat
    public var underruns: Int { card.underruns }
    private let tape: WaveTape
    private var card: VirtualCard

    init(tape: WaveTape, format: AudioFormat) {
        self.tape = tape
        self.format = format
        card = VirtualCard(format: format)
    }

    deinit {
        // What is still queued was never played.
        tape.unwind(frames: card.timing(at: .systemNow).queuedFrames)
        tape.release()
    }

    public mutating func write(_ samples: Span<Int16>) throws(AudioOutputFailure) {
        let frames = samples.count / format.channels
        guard frames <= format.bufferFrames else {
            throw AudioOutputFailure(.unsupported, output: tape.path, detail: "\(frames) frames at once")
        }
        let now = MonotonicTime.systemNow
        switch card.admit(frames: frames, at: now) {
        case .start: try tape.begin(at: now, format: format)
        case .dry(let missed): tape.skip(frames: missed)
        case .room: break
        case .wait(let instant): sleep(until: instant)
        }
        try tape.append(samples, frames: frames)
        card.queue(frames: frames)
    }

    public mutating func timing() throws(AudioOutputFailure) -> AudioOutputTiming {
        card.timing(at: .systemNow)
    }

    public mutating func takeBack(_ frames: ClosedRange<Int>) -> Int {
        let count = card.takeBack(frames, at: .systemNow)
        tape.unwind(frames: count)
        return count
    }

    public mutating func drain() throws(AudioOutputFailure) {
        if let end = card.end { sleep(until: end) }
        card.stop()
    }

    public mutating func drop() {
        tape.unwind(frames: card.timing(at: .systemNow).queuedFrames)
        card.stop()
    }
}
