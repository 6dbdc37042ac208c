import Crypto
import Glibc
public import Hardware
public import LoaModel
import OwnThread

/// Spoken texts in a folder, rendered by a child process and named by the hash of text, voice and command: another
/// engine or another voice makes another file, and a file that is there is whole.
public struct SpeechFolder: SpeechEngine {
    private let folder: String
    private let command: SpeechCommand
    private let voice: String
    private let limits: SpeechLimits

    /// - Parameters:
    ///   - folder: made where it is not there.
    ///   - voice: speaks texts that name none.
    public init(folder: String, command: SpeechCommand, voice: String, limits: SpeechLimits = SpeechLimits()) {
        self.folder = folder
        self.command = command
        self.voice = voice
        self.limits = limits
    }

    public func render(_ speech: Speech) async throws(SpeechFailure) -> SpokenText {
        let path = path(of: speech)
        let rendering = SpeechRendering(
            command: command, voice: speech.voice ?? voice, text: speech.text, path: path, limits: limits)
        let outcome: Result<SpokenText, SpeechFailure>
        do throws(ThreadFailure) {
            outcome = try await OwnThread.run("loa-speech") {
                mkdir(folder, 0o750)
                return Result { () throws(SpeechFailure) in try rendering.run() }
            }
        } catch {
            throw SpeechFailure(.failed, "\(error)")
        }
        return try outcome.get()
    }

    public func tidy(keeping needed: [Speech]) async {
        let kept = Set(needed.map(path))
        try? await OwnThread.run("loa-speech") {
            // A file being written is no older than its deadline; what is older was left by a power cut.
            let leftover = time(nil) - Int(2 * limits.seconds)
            for part in SpeechFile.list(folder, suffix: ".part") where part.changed < leftover { unlink(part.path) }
            var files = SpeechFile.list(folder, suffix: ".wav")
            files.sort { $0.changed < $1.changed }
            var held = files.reduce(0) { $0 + $1.bytes }
            for file in files where held > limits.folderBytes && !kept.contains(file.path) {
                unlink(file.path)
                held -= file.bytes
            }
        }
    }

    private func path(of speech: Speech) -> String {
        let parts = ["loa-speech-1", command.words.joined(separator: "\u{0}"), speech.voice ?? voice, speech.text]
        let digest = SHA256.hash(data: Array(parts.joined(separator: "\u{1}").utf8))
        let letters = Array("0123456789abcdef")
        let name = String(digest.flatMap { [letters[Int($0 >> 4)], letters[Int($0 & 15)]] })
        return "\(folder)/\(name).wav"
    }
}
