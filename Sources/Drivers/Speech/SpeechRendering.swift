import ChildProcess
import Glibc
import Hardware
import LoudnessMeter

/// One text on its way to a file: the child process, its end, and what it left.
struct SpeechRendering: Sendable {
    var command: SpeechCommand
    var voice: String
    var text: String
    var path: String
    var limits: SpeechLimits

    /// Blocks until the file is there and measured, which takes a hundredth of its length.
    func run() throws(SpeechFailure) -> SpokenText {
        try make()
        do throws(LoudnessFailure) {
            let found = try LoudnessReader.measure(path)
            return SpokenText(path: path, loudness: found.integrated, truePeak: found.truePeak)
        } catch {
            unlink(path)
            throw SpeechFailure(
                .noSound, "'\(command.program)' with voice '\(voice)' left a WAV file that holds no sound")
        }
    }

    /// A file that is there already is whole: it got its name last.
    private func make() throws(SpeechFailure) {
        if let ready = SpeechFile(path), ready.holdsSound {
            // Used now: not the oldest any more.
            utimes(path, nil)
            return
        }
        let part = "\(path).\(UInt32.random(in: 0 ... .max)).part"
        defer { unlink(part) }
        try speak(into: part)
        guard let file = SpeechFile(part), file.holdsSound else {
            throw SpeechFailure(
                .noSound,
                "'\(command.program)' with voice '\(voice)' left no WAV file; check [speech] command and voice")
        }
        let number = file.place(as: path)
        guard number == 0 else {
            throw SpeechFailure(.storage, "'\(path)' cannot be kept: \(String(cString: strerror(number)))")
        }
    }

    private func speak(into part: String) throws(SpeechFailure) {
        let order = ChildOrder(
            command.words(voice: voice, output: part), input: Array(text.utf8),
            output: command.writesOutput ? .file(part) : .thrownAway, memoryBytes: limits.memoryBytes,
            fileBytes: limits.fileBytes, cpuSeconds: Int(limits.seconds.rounded(.up)), niceness: 10)
        var child: ChildProcess
        do throws(ChildFailure) {
            child = try ChildProcess.start(order)
        } catch {
            let code: SpeechFailure.Code = error.code == .notInstalled ? .notInstalled : .failed
            throw SpeechFailure(code, "the speech engine \(error)")
        }
        let end = child.end(withinMilliseconds: Int(limits.seconds * 1_000))
        if let failure = failure(end, child.lastWords) { throw failure }
    }

    private func failure(_ end: ChildEnd, _ words: String) -> SpeechFailure? {
        let engine = "'\(command.program)' with voice '\(voice)'"
        let said = words.isEmpty ? "" : " (\(words))"
        return switch end {
        case .exited(0): nil
        case .exited(let status): SpeechFailure(.failed, "\(engine) ended with status \(status)\(said)")
        case .killed(signal: Int(SIGXFSZ)):
            SpeechFailure(.failed, "\(engine) wrote more than \(limits.fileBytes >> 20) MiB; shorten the text")
        case .killed(let signal): SpeechFailure(.failed, "\(engine) was ended by signal \(signal)\(said)")
        case .tookTooLong: SpeechFailure(.tookTooLong, "\(engine) took longer than \(limits.seconds) s and was killed")
        }
    }
}
