import ArgumentParser
import Hardware
import StreamDecoder

/// Not for people: what the daemon starts for a stream over http.
struct DecodeStream: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "decode-stream", abstract: "Writes a stream's sound to standard output.", shouldDisplay: false)

    @Argument(parsing: .captureForPassthrough, help: "Address, rate, channels, and the words for ffmpeg.")
    var words: [String] = []

    func run() throws {
        guard let program = StreamProgram(words: words) else {
            throw ValidationError("decode-stream ADDRESS RATE CHANNELS FFMPEG...")
        }
        do throws(DecodingFailure) {
            try program.run()
        } catch {
            // The daemon reads why.
            complain(error.detail)
            throw ExitCode.failure
        }
    }
}
