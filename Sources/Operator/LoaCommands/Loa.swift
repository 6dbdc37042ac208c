public import ArgumentParser
import LoaModel

/// The command-line tool of operators and technicians.
public struct Loa: AsyncParsableCommand {
    public static let configuration = CommandConfiguration(
        commandName: "loa", abstract: "Schedules, alerts and devices of a loudspeaker system.",
        discussion: """
            The way from nothing to a first bulletin:
              loa authority new ubnd-31528 --name "UBND xã" --area vn/92/31528
              loa broker init --out broker --host broker.example.vn
              loa enrol loa-0001 --area vn/92/31528 --out loa-0001 \\
                --broker broker.example.vn:8883
              loa broker config --out broker --port 8883
              loa schedule push week.json --authority ubnd-31528 --area vn/92/31528 \\
                --centre http://127.0.0.1:8080

            Each command explains itself: loa help alert send. Results go to the
            standard output, as JSON with --json; errors to the standard error with what
            to do. Exit status: 0 done; 64 wrong command line; 65 wrong data; 66 no such
            file or thing; 69 centre not reached; 73 cannot write; 77 not permitted; 78
            not set up.
            """,
        version: Version.current,
        subcommands: [
            AuthorityCommand.self, EnrolCommand.self, BrokerCommand.self, ScheduleCommand.self, MediaCommand.self,
            AlertCommand.self, SpeakerCommand.self, DeviceCommand.self, AsRunCommand.self,
        ])

    public init() {}
}
