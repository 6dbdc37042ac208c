import ArgumentParser

struct BrokerCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "broker", abstract: "Set up mosquitto: certificates, configuration, rights of the devices.",
        discussion: """
            Once:
              loa broker init --out /etc/loa-broker --host broker.example.vn \\
                --host 203.0.113.5
              loa broker config --out /etc/loa-broker --port 8883 --address 0.0.0.0
            After each enrolment:
              loa broker acl --out /etc/loa-broker --reload
            """,
        subcommands: [BrokerInitCommand.self, BrokerConfigCommand.self, BrokerACLCommand.self])
}
