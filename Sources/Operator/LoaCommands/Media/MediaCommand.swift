import ArgumentParser

struct MediaCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "media", abstract: "Media files at the centre.", subcommands: [MediaAddCommand.self])
}
