import ArgumentParser
import LoaModel

struct AsRunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "asrun", abstract: "What was heard: the record of each broadcast.",
        discussion: """
            Examples:
              loa asrun --device loa-0001 --since 2026-11-21T00:00:00Z
              loa asrun --area vn/92 --outcome missed --json
            """)

    @Option(help: "Of this device alone.", transform: { try DeviceID($0) })
    var device: DeviceID?

    @Option(help: "Of the devices in this area alone.", transform: { try Area($0) })
    var area: Area?

    @Option(help: "Of this outcome alone: running, played, partial, missed, ...")
    var outcome: String?

    @Option(help: "Planned from this time on: 2026-11-21T00:00:00Z.", transform: { try Timestamp(parsing: $0) })
    var since: Timestamp?

    @Option(help: "Planned before this time.", transform: { try Timestamp(parsing: $0) })
    var until: Timestamp?

    @Option(help: ArgumentHelp("How many at most, the latest first.", valueName: "n"))
    var limit = 100

    @OptionGroup var centre: CentreOptions
    @OptionGroup var format: FormatOptions

    func validate() throws {
        guard (1...100_000).contains(limit) else { throw ValidationError("--limit allows 1 to 100000") }
        let known = AsRun.Outcome.allCases.map(\.rawValue)
        guard outcome.map(known.contains) ?? true else {
            throw ValidationError("--outcome allows \(known.joined(separator: ", "))")
        }
    }

    func run() async throws {
        let records = try await centre.client().all(
            "/api/v1/asrun", of: "as_run",
            query: [
                ("device", device?.text), ("area", area?.description), ("outcome", outcome),
                ("since", since?.description), ("until", until?.description),
            ], most: limit)
        if format.json { return try Terminal.say(json: records) }
        var table = Table(
            "DEVICE", "PLANNED", "BROADCAST", "CLASS", "OUTCOME", "HORN ZONES", "STARTED", "ENDED", "RMS dBFS",
            "GAIN dB", "REASON")
        for record in records {
            table.add(
                record.cell("device"), record.cell("planned"),
                "\(record.cell("authority") ?? "?")/\(record.cell("bulletin") ?? "?")", record.cell("class"),
                record.cell("outcome"), record.cell("zones"), record.cell("started"), record.cell("ended"),
                record.tenths("rms_dbfs"),
                record.tenths("gain_db"), record.cell("reason"))
        }
        table.show()
    }
}
