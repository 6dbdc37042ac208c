import ArgumentParser
import LoaModel

struct DeviceShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "One device whole: state, faults, orders, what it plays.",
        discussion: "Example: loa device show loa-0001")

    @Argument(help: "The device's id.", transform: { try DeviceID($0) })
    var device: DeviceID

    @OptionGroup var centre: CentreOptions
    @OptionGroup var format: FormatOptions

    private static let lines = [
        "device", "area", "state", "presence", "presence_at", "last_heard", "first_heard", "version",
        "clock_synchronised", "output", "outbox", "last_broadcast", "next_broadcast", "lost_reports", "health_at",
    ]

    func run() async throws {
        let answer = try await centre.client().get("/api/v1/devices/\(device)")
        let found = answer["device"] ?? answer
        if format.json { return try Terminal.say(json: found) }
        for key in Self.lines {
            guard let value = found.cell(key) else { continue }
            let name = key.split(separator: "_").joined(separator: " ")
            Terminal.say(name + String(repeating: " ", count: max(1, 20 - name.count)) + value)
        }
        for schedule in found["schedules"]?.list ?? [] { Terminal.say("schedule            \(schedule.shown ?? "")") }
        for fault in found["faults"]?.list ?? [] { show(fault) }
        for order in found["orders"]?.list ?? [] {
            let answer = order["answer"]?.cell("outcome") ?? "not answered"
            Terminal.say("order               \(order.cell("type") ?? "?") \(order.cell("iss") ?? "?"): \(answer)")
        }
        for run in found["running"]?.list ?? [] { Terminal.say("sounding            \(run.cell("broadcast") ?? "?")") }
    }

    private func show(_ fault: JSONTree) {
        let since = fault.cell("since") ?? "?"
        let ended = fault.cell("cleared").map { ", ended \($0)" } ?? ""
        Terminal.say(
            "fault               \(fault.cell("code") ?? "?") since \(since)\(ended): \(fault.cell("detail") ?? "")")
        if ended.isEmpty, let remedy = fault.cell("remedy") { Terminal.say("                    \(remedy)") }
    }
}
