import ArgumentParser
import LoaModel

struct SpeakerCalibrate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "calibrate", abstract: "Play a sweep and keep how it came back: this is how it should sound.",
        discussion: "Listen yourself that the horn sounds well: every speaker test is compared with this one.")

    @OptionGroup var options: SweepOptions

    func run() async throws {
        let run = try await SpeakerSweepRun(options)
        guard let response = run.response, response.bands.contains(where: \.isHeard) else {
            complain(
                "the microphone heard nothing of the sweep: nothing is stored. Check amplifier, horn and microphone")
            throw ExitCode.failure
        }
        try run.file.write(response)
        if options.json { return try say(response) }
        for line in response.lines { print(line) }
        print("stored in \(run.file.path)")
    }
}
