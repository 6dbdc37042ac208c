import ArgumentParser
import LoaModel
import Playback

struct SpeakerMeasure: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "test", abstract: "Play a sweep and compare it with the calibration.",
        discussion: "Ends with status 1 where something is wrong.")

    @OptionGroup var options: SweepOptions

    func run() async throws {
        let run = try await SpeakerSweepRun(options)
        let result = SpeakerJudge.judge(run.response, hearing: run.hearing, calibration: run.file.read())
        if options.json {
            try say(result)
        } else {
            for line in result.response?.lines ?? [] { print(line) }
            print(
                "\(result.finding.rawValue)\(result.changeDecibels.map { ", \(Int($0.rounded())) dB against the calibration" } ?? "")"
            )
            for case .raise(let code, let detail) in result.changes { print("\(detail). \(code.remedy)") }
        }
        guard [.good, .notCalibrated].contains(result.finding) else { throw ExitCode.failure }
    }
}
