import CALSA
import Glibc
public import Hardware

/// A microphone's card, or any other PCM that captures, through libasound. An overrun is prepared again, a suspended
/// card resumed, and a card that has gone fails as `.disappeared`.
public struct ALSAInput: ~Copyable, AudioInput {
    /// Milliseconds after which an input that gives nothing counts as stalled.
    private static let patience: Int32 = 1_000
    /// Recoveries in a row without one frame, after which the input counts as stalled.
    private static let recoveries = 8

    public let format: AudioFormat
    public private(set) var overruns = 0
    private let handle: CaptureHandle
    private let status = CaptureStatus()
    /// Where 32-bit samples are taken to; nil where the card gives 16 bits.
    private let wide: WideCapture?
    private var isRunning = false

    static func open(_ name: String, rate: Int) throws(AudioInputFailure) -> ALSAInput {
        let handle = try CaptureHandle.open(name)
        let (format, isWide) = try handle.negotiate(rate: rate)
        try handle.arm(format)
        try handle.check("snd_pcm_prepare") { snd_pcm_prepare($0) }
        return ALSAInput(owning: handle, format: format, isWide: isWide)
    }

    private init(owning handle: consuming CaptureHandle, format: AudioFormat, isWide: Bool) {
        self.handle = handle
        self.format = format
        wide = isWide ? WideCapture(count: format.periodFrames * format.channels) : nil
    }

    public mutating func read(into samples: inout MutableSpan<Int16>) throws(AudioInputFailure) -> AudioInputBlock {
        var tries = 0
        while true {
            if !isRunning {
                try handle.check("snd_pcm_start") { snd_pcm_start($0) }
                isRunning = true
            }
            let first = status.oldest(of: handle.pcm, in: format)
            let taken = pull(&samples)
            if taken > 0 { return AudioInputBlock(frames: taken, first: first) }
            tries += 1
            guard tries <= Self.recoveries else {
                throw AudioInputFailure(.stalled, input: handle.name, detail: "it was recovered in vain")
            }
            if taken == 0 || taken == -Int(EAGAIN) { try waitForSound() } else { try recover(from: Int32(taken)) }
        }
    }

    /// Takes what there is, a period at most; how many frames, or a negative error number.
    private func pull(_ samples: inout MutableSpan<Int16>) -> Int {
        let room = min(format.periodFrames, samples.count / format.channels)
        guard let wide else {
            return samples.withUnsafeMutableBufferPointer { buffer in
                Int(snd_pcm_readi(handle.pcm, buffer.baseAddress, snd_pcm_uframes_t(room)))
            }
        }
        let taken = Int(snd_pcm_readi(handle.pcm, wide.samples.baseAddress, snd_pcm_uframes_t(room)))
        for index in 0..<max(0, taken * format.channels) { samples[index] = Int16(wide.samples[index] >> 16) }
        return taken
    }

    private func waitForSound() throws(AudioInputFailure) {
        let number = snd_pcm_wait(handle.pcm, Self.patience)
        guard number != 0 else {
            throw AudioInputFailure(.stalled, input: handle.name, detail: "it gives no sound")
        }
        // What else went wrong shows with the next read.
        if number == -ENODEV { throw gone }
    }

    private mutating func recover(from number: Int32) throws(AudioInputFailure) {
        isRunning = false
        switch handle.state {
        case SND_PCM_STATE_DISCONNECTED: throw gone
        case SND_PCM_STATE_XRUN:
            overruns += 1
            try handle.check("snd_pcm_prepare") { snd_pcm_prepare($0) }
        case SND_PCM_STATE_SUSPENDED:
            overruns += 1
            if snd_pcm_resume(handle.pcm) < 0 {
                try handle.check("snd_pcm_prepare") { snd_pcm_prepare($0) }
            } else {
                isRunning = true
            }
        case SND_PCM_STATE_SETUP, SND_PCM_STATE_OPEN:
            try handle.check("snd_pcm_prepare") { snd_pcm_prepare($0) }
        default:
            guard number == -EPIPE || number == -EINTR || number == -ESTRPIPE else {
                throw AudioInputFailure(alsa: number, call: "snd_pcm_readi", input: handle.name, isOpen: true)
            }
            isRunning = handle.state == SND_PCM_STATE_RUNNING
        }
    }

    private var gone: AudioInputFailure {
        AudioInputFailure(.disappeared, input: handle.name, detail: "the microphone has gone")
    }
}

/// Memory for 32-bit samples of cards that give no others, taken once.
private final class WideCapture {
    let samples: UnsafeMutableBufferPointer<Int32>

    init(count: Int) {
        samples = .allocate(capacity: count)
        samples.initialize(repeating: 0)
    }

    deinit {
        samples.deallocate()
    }
}
