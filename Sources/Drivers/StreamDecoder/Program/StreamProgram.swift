import ChildProcess
import CurlHTTP
import Glibc
public import Hardware

/// What a child of this program does for a stream over http: it decodes MPEG audio itself, and becomes ffmpeg for all
/// else. ffmpeg with its libraries takes 40 MiB; this shares its parent's pages and takes a tenth of that.
public struct StreamProgram: Sendable {
    /// The words of its command line: address, rate (Hz), channels, then those with which ffmpeg is started.
    public var url: String
    public var format: AudioFormat
    public var others: [String]

    public init?(words: [String]) {
        guard words.count > 3, let rate = Int(words[1]), let channels = Int(words[2]), rate > 0, channels > 0 else {
            return nil
        }
        url = words[0]
        format = AudioFormat(rate: rate, channels: channels, periodFrames: 1, bufferFrames: 2)
        others = Array(words.dropFirst(3))
    }

    /// The words of a command line, from the address on.
    static func words(_ url: String, _ format: AudioFormat, others: [String]) -> [String] {
        [url, "\(format.rate)", "\(format.channels)"] + others
    }

    /// Writes raw 32-bit floats to `output` until the stream ends; blocks while nobody reads them. Returns where this
    /// process could not become ffmpeg, too.
    public func run(into output: Int32 = 1) throws(DecodingFailure) {
        if try plays(into: output) { return }
        throw become(others)
    }

    /// - Returns: false where the stream is no MPEG audio, and nothing was written.
    func plays(into output: Int32) throws(DecodingFailure) -> Bool {
        let listener = try MPEGListener(format: format, output: output)
        let headers = [HTTPHeader("User-Agent", "loa-device"), HTTPHeader("Accept", "audio/mpeg, */*;q=0.1")]
        let request = HTTPRequest("GET", url, headers: headers)
        do throws(HTTPError) {
            let answer = try HTTPClient().listen(to: request) { bytes, status, type throws(HTTPError) in
                if status == 200 { try listener.take(bytes, type: type) }
            }
            guard answer.status == 200 else {
                throw HTTPError(.nonsense, "the server answers with status \(answer.status)")
            }
        } catch {
            if listener.isOther { return false }
            throw listener.failure ?? DecodingFailure(.unreachable, path: url, detail: error.sentence)
        }
        return true
    }

    /// Puts another program in the place of this process; comes back only where that fails.
    private func become(_ words: [String]) -> DecodingFailure {
        let name = words.first ?? ""
        do throws(ChildFailure) {
            let path = try ChildProcess.find(name)
            var arguments: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) } + [nil]
            execv(path, &arguments)
            let detail = String(cString: strerror(errno))
            return DecodingFailure(.unreachable, path: url, detail: "\(path) cannot be started: \(detail)")
        } catch {
            return DecodingFailure(.unreachable, path: url, detail: "\(error)")
        }
    }
}
