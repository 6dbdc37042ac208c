import ArgumentParser

struct DeviceCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "device", abstract: "How the devices are.",
        subcommands: [DeviceListCommand.self, DeviceShowCommand.self])
}
