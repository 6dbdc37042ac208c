import ArgumentParser
import LoaModel

struct ScheduleShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "The schedules in force at the centre.",
        discussion: """
            Examples:
              loa schedule show
              loa schedule show --authority ubnd-31528 --area vn/92/31528 --json
            """)

    @Option(help: "Of this authority alone.", transform: { try AuthorityID($0) })
    var authority: AuthorityID?

    @Option(help: "For this area alone.", transform: { try Area($0) })
    var area: Area?

    @OptionGroup var centre: CentreOptions
    @OptionGroup var format: FormatOptions

    func run() async throws {
        let client = try centre.client()
        let found = try await client.all(
            "/api/v1/orders", of: "orders",
            query: [
                ("type", "schedule"), ("in_force", "true"), ("iss", authority?.text),
                ("aud", area.map { "area:\($0)" }),
            ])
        var schedules: [JSONTree] = []
        for order in found {
            guard let hash = order["order"]?.text else { continue }
            schedules.append(try await client.get("/api/v1/orders/\(hash)")["order"] ?? order)
        }
        if format.json { return try Terminal.say(json: schedules) }
        for schedule in schedules { show(schedule) }
        if schedules.isEmpty { Terminal.complain("no schedule is in force") }
    }

    private func show(_ order: JSONTree) {
        let body = order["body"]
        let version = body?["version"]?.shown ?? "?"
        Terminal.say(
            "\(order.cell("iss") ?? "?") for \(order.cell("aud") ?? "?"): version \(version), \(order.cell("order") ?? "")"
        )
        var table = Table("  ID", "CLASS", "START", "RULE", "ZONE", "HORN ZONES", "AT MOST s", "TITLE")
        for bulletin in body?["bulletins"]?.list ?? [] {
            table.add(
                bulletin.cell("id").map { "  " + $0 }, bulletin.cell("class"), bulletin.cell("start"),
                bulletin.cell("rrule"), bulletin.cell("zone") ?? body?.cell("zone"), bulletin.cell("zones"),
                bulletin.cell("max_seconds"),
                bulletin.cell("title"))
        }
        table.show()
    }
}
