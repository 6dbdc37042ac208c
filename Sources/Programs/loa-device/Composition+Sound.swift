import ALSACapture
import ALSADriver
import AudioCodecs
import GPIODriver
import Hardware
import LinuxWorkers
import Playback
import Settings
import Speech
import StreamDecoder
import WaveFileOutput

/// What sounds: the player with its decoders, its output and its amplifier, and the speech engine.
extension Composition {
    /// Files by the daemon itself, streams by a child, the site's input from its card.
    private var decoder: AudioDecoder<EitherAudio<EitherAudio<FileAudio, StreamAudio>, LineAudio<ALSAInput>>> {
        let loudness = settings.loudness
        let limits = StreamLimits(
            buffer: Double(settings.streamBufferMilliseconds) / 1_000, first: ["/proc/self/exe", "decode-stream"],
            loudness: loudness.levelsMedia ? Double(loudness.target) : nil)
        let lines = AudioDecoder.lines { [line = settings.line] name, rate in
            line.flatMap { $0.name == name ? AudioInputOpener.alsa($0.pcm, rate: rate) : nil }
        }
        return AudioDecoder.files.or(.streams(limits)) { $0.contains("://") }.or(lines, where: LineAddress.isOne)
    }

    var speech: SpeechFolder {
        SpeechFolder(
            folder: "\(settings.dataFolder)/speech", command: SpeechCommand(settings.speech.command),
            voice: settings.speech.voice, limits: SpeechLimits(seconds: Double(settings.speech.limitSeconds)))
    }

    /// - Parameter tell: what is wrong with the card's volume, at each opening.
    func player(_ tell: @escaping @Sendable (String?) -> Void = { _ in }) throws -> Player {
        let output = settings.output
        let perMillisecond = Double(output.rate) / 1_000
        let format = AudioFormat(
            rate: output.rate, channels: output.channels,
            periodFrames: Int(perMillisecond * Double(output.periodMilliseconds)),
            bufferFrames: Int(perMillisecond * Double(output.bufferMilliseconds)))
        let playing = PlayerSettings(
            format: format, lead: Double(output.leadMilliseconds) / 1_000,
            tail: Double(output.tailMilliseconds) / 1_000, ceiling: Double(settings.loudness.ceiling),
            delay: Double(output.delayMilliseconds) / 1_000, channels: output.soundsOn)
        let workers = LinuxWorkers()
        guard output.pcm.hasPrefix("file:") else {
            return try Player(
                output: .alsa(output.pcm, volume: settings.cardVolume, tell: tell), decoder: decoder, workers: workers,
                settings: playing,
                amplifier: settings.switchedAmplifier, ear: settings.ear)
        }
        let path = String(output.pcm.dropFirst(5))
        return try Player(
            output: .waveFile(path), decoder: decoder, workers: workers, settings: playing,
            amplifier: settings.switchedAmplifier, ear: settings.ear)
    }
}
