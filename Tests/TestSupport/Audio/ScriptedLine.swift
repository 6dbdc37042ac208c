public import Hardware
import Synchronization

/// An input with a sine in it, whose clock is off by some millionths, and which a test silences or takes away.
public final class ScriptedLine: Sendable {
    struct State {
        var level: Float
        var failure: AudioInputFailure?
        var openings = 0
    }

    let workers: SteppedWorkers
    let format: AudioFormat
    /// Frames a second by the monotonic clock.
    let real: Double
    let state: Mutex<State>

    /// - Parameter drift: millionths by which its clock is fast.
    public init(
        _ workers: SteppedWorkers, rate: Int = 48_000, channels: Int = 1, drift: Double = 0, level: Float = 0.25
    ) {
        self.workers = workers
        format = AudioFormat(rate: rate, channels: channels, periodFrames: rate / 20, bufferFrames: rate / 2)
        real = Double(rate) * (1 + drift / 1e6)
        state = Mutex(State(level: level))
    }

    public var openings: Int { state.withLock { $0.openings } }

    /// From now on its sine is so loud; 0: silence.
    public func sounds(_ level: Float) { state.withLock { $0.level = level } }

    /// From now on it gives nothing; nil: it does again.
    public func fails(_ code: AudioInputFailure.Code?) {
        let failure = code.map { AudioInputFailure($0, input: "hw:CARD=Tuner", detail: "told to fail") }
        state.withLock { $0.failure = failure }
    }

    public var opener: AudioInputOpener<ScriptedLineInput> {
        AudioInputOpener(name: "hw:CARD=Tuner") { [self] () throws(AudioInputFailure) in
            if let failure = state.withLock({ $0.failure }) { throw failure }
            state.withLock { $0.openings += 1 }
            return ScriptedLineInput(line: self)
        }
    }
}

public struct ScriptedLineInput: ~Copyable, AudioInput {
    private let line: ScriptedLine
    private let opened: MonotonicTime
    private var given = 0

    init(line: ScriptedLine) {
        self.line = line
        opened = line.workers.now()
    }

    public var format: AudioFormat { line.format }
    public var overruns: Int { 0 }

    public mutating func read(into samples: inout MutableSpan<Int16>) throws(AudioInputFailure) -> AudioInputBlock {
        let (failure, level) = line.state.withLock { ($0.failure, $0.level) }
        if let failure { throw failure }
        let first = instant(given)
        // All there is, or a wait of 5 ms: while the one who listens waits, the stepped player cannot play.
        let waiting = Int(Double(line.workers.now().since(first)) * line.real / 1e9)
        let frames = min(format.periodFrames, samples.count / format.channels, max(format.rate / 200, waiting))
        line.workers.advance(to: instant(given + frames))
        for frame in 0..<frames {
            let sample = Int16(Sine.value((given + frame) * 100, of: format.rate) * level * 32_767)
            for channel in 0..<format.channels { samples[frame * format.channels + channel] = sample }
        }
        given += frames
        return AudioInputBlock(frames: frames, first: first)
    }

    private func instant(_ frame: Int) -> MonotonicTime {
        opened.advanced(bySeconds: Double(frame) / line.real)
    }
}

/// A sine of 100 Hz without the C library: a parabola for each half, near enough.
private enum Sine {
    static func value(_ step: Int, of rate: Int) -> Float {
        let turn = Float(step % rate) / Float(rate)
        let half = turn < 0.5 ? turn * 2 : (turn - 0.5) * 2
        return (turn < 0.5 ? 1 : -1) * 4 * half * (1 - half)
    }
}
