import CALSA
import Glibc
public import Hardware

/// A sound card, or any other PCM, through libasound. It runs without pause once started; an underrun is prepared
/// again, a suspended card resumed, and a card that has gone fails as `.disappeared`.
public struct ALSAOutput: ~Copyable, AudioOutput {
    /// Milliseconds after which an output that takes nothing counts as stalled.
    private static let patience: Int32 = 1_000
    /// Recoveries in a row without one frame taken, after which the output counts as stalled.
    private static let recoveries = 8

    public let format: AudioFormat
    public private(set) var underruns = 0
    private let handle: PCMHandle
    private let status: PCMStatus
    /// nil where the card takes samples as they are.
    private let formed: FormedSamples?
    /// Frames that the card was known to take, until something is written; nil where that is not known.
    private var room: Int?
    /// Frames before the card's place that stay as they are.
    private let margin: Int
    private var mixer: CardMixer?

    static func open(_ name: String, wanted: AudioFormat) throws(AudioOutputFailure) -> ALSAOutput {
        let handle = try PCMHandle.open(name)
        let (format, form, margin) = try handle.negotiate(wanted)
        try handle.arm(format)
        try handle.check("snd_pcm_prepare") { snd_pcm_prepare($0) }
        return ALSAOutput(owning: handle, format: format, form: form, margin: margin)
    }

    private init(owning handle: consuming PCMHandle, format: AudioFormat, form: SampleForm, margin: Int) {
        self.handle = handle
        self.format = format
        self.margin = margin
        status = PCMStatus()
        let samples = format.bufferFrames * format.channels
        formed = form == .bits16 ? nil : FormedSamples(count: samples, form: form)
    }

    /// Sets the card's mixer for as long as the output lives; says what is wrong where that cannot be.
    mutating func set(_ volume: CardVolume) -> String? {
        do throws(CardMixer.Failure) {
            mixer = try CardMixer.set(volume, ofCardOf: handle.pcm)
            return nil
        } catch {
            return error.description
        }
    }

    public mutating func write(_ samples: Span<Int16>) throws(AudioOutputFailure) {
        let frames = samples.count / format.channels
        guard frames <= format.bufferFrames else {
            throw AudioOutputFailure(.unsupported, output: handle.name, detail: "\(frames) frames at once")
        }
        // A write that finds no room is a call to the kernel for nothing.
        if let known = room.take(), known < frames { try waitForRoom() }
        var done = 0
        var tries = 0
        while done < frames {
            let taken = push(samples, from: done, to: frames)
            if taken > 0 {
                done += taken
                tries = 0
                continue
            }
            tries += 1
            guard tries <= Self.recoveries else { throw stalled("it was recovered \(tries - 1) times in vain") }
            if taken == 0 || taken == -Int(EAGAIN) { try waitForRoom() } else { try recover(from: Int32(taken)) }
        }
    }

    public mutating func timing() throws(AudioOutputFailure) -> AudioOutputTiming {
        status.read(handle.pcm)
        if status.state == SND_PCM_STATE_XRUN || status.state == SND_PCM_STATE_SUSPENDED {
            try recover(from: -EPIPE)
            status.read(handle.pcm)
        }
        if status.state == SND_PCM_STATE_DISCONNECTED { throw gone }
        room = status.state == SND_PCM_STATE_RUNNING ? status.room : nil
        let now = status.now
        guard status.state == SND_PCM_STATE_RUNNING || status.state == SND_PCM_STATE_DRAINING else {
            // Not started: it will, with what is queued before the next frame.
            let queued = status.delay
            return AudioOutputTiming(
                nextFrame: now.advanced(byNanoseconds: format.nanoseconds(ofFrames: queued)), queuedFrames: queued)
        }
        let (stamp, delay) = status.position(of: handle.pcm, now: now)
        let next = stamp.advanced(byNanoseconds: format.nanoseconds(ofFrames: delay))
        let passed = format.frames(inNanoseconds: now.since(stamp))
        return AudioOutputTiming(nextFrame: max(next, now), queuedFrames: max(0, delay - passed))
    }

    /// Only a card itself takes back: what converts or mixes on the way to it may have done so already.
    public mutating func takeBack(_ frames: ClosedRange<Int>) -> Int {
        guard snd_pcm_type(handle.pcm) == SND_PCM_TYPE_HW, handle.state == SND_PCM_STATE_RUNNING,
            snd_pcm_hwsync(handle.pcm) == 0
        else { return 0 }
        let count = min(frames.upperBound, Int(snd_pcm_rewindable(handle.pcm)) - margin)
        guard count >= frames.lowerBound else { return 0 }
        return max(0, Int(snd_pcm_rewind(handle.pcm, snd_pcm_uframes_t(count))))
    }

    public mutating func drain() throws(AudioOutputFailure) {
        snd_pcm_nonblock(handle.pcm, 0)
        let number = snd_pcm_drain(handle.pcm)
        snd_pcm_nonblock(handle.pcm, 1)
        guard number >= 0 else {
            throw AudioOutputFailure(alsa: number, call: "snd_pcm_drain", output: handle.name, isOpen: true)
        }
        snd_pcm_prepare(handle.pcm)
    }

    public mutating func drop() {
        snd_pcm_drop(handle.pcm)
        snd_pcm_prepare(handle.pcm)
    }

    /// Offers frames; how many were taken, or a negative error number.
    private func push(_ samples: Span<Int16>, from first: Int, to end: Int) -> Int {
        let start = first * format.channels
        let count = snd_pcm_uframes_t(end - first)
        if let formed {
            formed.fill(from: samples, start: start, end: end * format.channels)
            return Int(snd_pcm_writei(handle.pcm, formed.base, count))
        }
        return samples.withUnsafeBufferPointer { buffer in
            guard let base = buffer.baseAddress else { return 0 }
            return Int(snd_pcm_writei(handle.pcm, base + start, count))
        }
    }

    private func waitForRoom() throws(AudioOutputFailure) {
        let number = snd_pcm_wait(handle.pcm, Self.patience)
        guard number != 0 else { throw stalled("it takes no sound") }
        // What else went wrong shows with the next write.
        if number == -ENODEV { throw gone }
    }

    /// Brings the output back by the state it is in; what was queued is lost.
    private mutating func recover(from number: Int32) throws(AudioOutputFailure) {
        switch handle.state {
        case SND_PCM_STATE_DISCONNECTED: throw gone
        case SND_PCM_STATE_XRUN:
            underruns += 1
            try handle.check("snd_pcm_prepare") { snd_pcm_prepare($0) }
        case SND_PCM_STATE_SUSPENDED:
            underruns += 1
            if snd_pcm_resume(handle.pcm) < 0 { try handle.check("snd_pcm_prepare") { snd_pcm_prepare($0) } }
        case SND_PCM_STATE_SETUP, SND_PCM_STATE_OPEN:
            try handle.check("snd_pcm_prepare") { snd_pcm_prepare($0) }
        default:
            guard number == -EPIPE || number == -EINTR || number == -ESTRPIPE else {
                throw AudioOutputFailure(alsa: number, call: "snd_pcm_writei", output: handle.name, isOpen: true)
            }
        }
    }

    private var gone: AudioOutputFailure {
        AudioOutputFailure(.disappeared, output: handle.name, detail: "the card has gone")
    }

    private func stalled(_ detail: String) -> AudioOutputFailure {
        AudioOutputFailure(.stalled, output: handle.name, detail: detail)
    }
}
