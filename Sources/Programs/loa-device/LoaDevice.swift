import ArgumentParser
import LoaModel

struct LoaDevice: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "loa-device", abstract: "The commune loudspeaker's daemon.",
        discussion: """
            Plays signed schedules and alerts over ALSA, works alone when the network is gone, and reports what was \
            heard. Its settings are board.toml and site.toml in one folder, /etc/loa by default.

            Before you leave a device:
              loa-device check-config      every mistake in the settings, with its line
              loa-device plan --hours 24   what will sound, and when
              loa-device gpio list         the board's lines by name
              loa-device speaker calibrate  how the horn sounds now, for the tests to come
              loa-device serial list       the serial lines, and who holds them
            """,
        version: Version.current,
        subcommands: [
            Run.self, CheckConfig.self, Plan.self, GPIOCommand.self, SerialCommand.self, SpeakerCommand.self,
            DecodeStream.self,
        ])
}

struct ConfigOptions: ParsableArguments {
    @Option(name: .long, help: "Folder with site.toml, board.toml, the trust list and the keys.")
    var config = "/etc/loa"
}
