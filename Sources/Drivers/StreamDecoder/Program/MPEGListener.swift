import AudioCodecs
import CurlHTTP
import Glibc
import Hardware

/// Takes the body of an MPEG audio stream, and writes its sound to a descriptor. Used by one thread.
final class MPEGListener {
    private let format: AudioFormat
    private let output: Int32
    private var decoder: MPEGDecoder
    private var converter: LiveConverter?
    private var current = (rate: 0, channels: 0)
    /// The stream is something else than MPEG audio; nothing was written.
    private(set) var isOther = false
    private(set) var failure: DecodingFailure?

    private static let types = ["audio/mpeg", "audio/mp3", "audio/x-mpeg", "audio/mpeg3", "audio/x-mp3"]

    init(format: AudioFormat, output: Int32) throws(DecodingFailure) {
        self.format = format
        self.output = output
        decoder = try MPEGDecoder()
    }

    /// - Parameter type: the media type that the server states.
    func take(_ bytes: UnsafeRawBufferPointer, type: String?) throws(HTTPError) {
        let name = type?.split(separator: ";").first?.lowercased().filter { $0 != " " } ?? ""
        guard Self.types.contains(name) else {
            isOther = true
            throw HTTPError(.cancelled, "")
        }
        do throws(DecodingFailure) {
            try decoder.take(bytes) { samples, rate, channels throws(DecodingFailure) in
                try sound(samples, rate, channels)
            }
        } catch {
            failure = error
            throw HTTPError(.cancelled, "")
        }
    }

    private func sound(
        _ samples: UnsafeBufferPointer<Float>, _ rate: Int, _ channels: Int
    ) throws(DecodingFailure) {
        if current != (rate, channels) {
            converter = try LiveConverter.make(rate: rate, channels: channels, to: format)
            current = (rate, channels)
        }
        try converter?.convert(samples) { made throws(DecodingFailure) in try write(made) }
    }

    private func write(_ samples: UnsafeBufferPointer<Float>) throws(DecodingFailure) {
        var rest = UnsafeRawBufferPointer(samples)
        while !rest.isEmpty {
            let count = Glibc.write(output, rest.baseAddress, rest.count)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw DecodingFailure(.unreachable, path: "", detail: "nobody listens any more") }
            rest = UnsafeRawBufferPointer(rebasing: rest[count...])
        }
    }
}
