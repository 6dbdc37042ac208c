import ArgumentParser
import LoaModel

struct DeviceListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "The devices that the centre has heard of.",
        discussion: """
            Examples:
              loa device list --area vn/92
              loa device list --state silent
            """)

    @Option(help: "Those in this area alone.", transform: { try Area($0) })
    var area: Area?

    @Option(help: "Those in this state alone: online, offline, stopping, silent, faulty.")
    var state: String?

    @OptionGroup var centre: CentreOptions
    @OptionGroup var format: FormatOptions

    func validate() throws {
        let known = ["online", "offline", "stopping", "silent", "faulty"]
        guard state.map(known.contains) ?? true else {
            throw ValidationError("--state allows \(known.joined(separator: ", "))")
        }
    }

    func run() async throws {
        let devices = try await centre.client().all(
            "/api/v1/devices", of: "devices", query: [("area", area?.description), ("state", state)])
        if format.json { return try Terminal.say(json: devices) }
        var table = Table("DEVICE", "STATE", "AREA", "LAST HEARD", "VERSION", "OUTPUT", "WAITING", "FAULTS")
        for device in devices {
            table.add(
                device.cell("device"), device.cell("state"), device.cell("area"), device.cell("last_heard"),
                device.cell("version"), device["output"]?.cell("state"), device["outbox"]?.cell("depth"),
                device.cell("faults"))
        }
        table.show()
    }
}
