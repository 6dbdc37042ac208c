import ArgumentParser

struct SpeakerCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "speaker",
        abstract: "How the horn sounds at its microphone: measure it at installation, and again.",
        discussion: """
            Both play a sweep of some seconds, loudly. The daemon must be stopped: it holds the amplifier's line \
            (systemctl stop loa-device). Run them as the daemon's user, so that it can read what is stored.
            """,
        subcommands: [SpeakerCalibrate.self, SpeakerMeasure.self])
}

struct SweepOptions: ParsableArguments {
    @OptionGroup var config: ConfigOptions
    @Option(help: "How long the sweep is, 2 to 5 seconds.")
    var seconds = 4.0
    @Option(help: "Louder or softer, -60 to 20 dB.")
    var gain = 0.0
    @Flag(help: "One JSON object.")
    var json = false

    func validate() throws {
        guard (2...5).contains(seconds) else { throw ValidationError("--seconds allows 2 to 5") }
        guard (-60...20).contains(gain) else { throw ValidationError("--gain allows -60 to 20") }
    }
}
