import AudioCodecs
import Hardware

/// All of a file, decoded.
struct Decoded {
    var samples: [Float] = []
    var channels: Int
    var duration: Double?
    var failure: DecodingFailure?

    var frames: Int { samples.count / channels }

    func channel(_ index: Int) -> [Double] {
        stride(from: index, to: samples.count, by: channels).map { Double(samples[$0]) }
    }

    static func file(_ path: String, rate: Int, channels: Int, from seconds: Double = 0) -> Decoded {
        var result = Decoded(channels: channels)
        var block = [Float](repeating: 0, count: 700 * channels)
        do {
            let format = AudioFormat(rate: rate, channels: channels, periodFrames: 480, bufferFrames: 1_920)
            var audio = try AudioDecoder.files.open(path, for: format)
            result.duration = audio.duration
            if seconds > 0 { try audio.seek(toSeconds: seconds) }
            while true {
                var span = block.mutableSpan
                let frames = try audio.read(into: &span)
                if frames == 0 { break }
                result.samples.append(contentsOf: block[0..<(frames * channels)])
            }
        } catch {
            result.failure = error
        }
        return result
    }
}
