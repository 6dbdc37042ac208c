import ArgumentParser

struct SpeakerCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "speaker", abstract: "Whether a horn sounds as it should.",
        subcommands: [SpeakerTestCommand.self])
}
