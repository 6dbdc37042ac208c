import ArgumentParser

struct AlertCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "alert", abstract: "Emergencies: sound at once, over everything, at any hour.",
        subcommands: [AlertSendCommand.self, AlertCancelCommand.self])
}
