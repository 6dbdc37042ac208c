import ArgumentParser
import CentreLink
import CivilCalendar
import DeviceApp
import Hardware
import LinuxSystem
import LoaModel
import SQLiteJournal
import Scheduling
import Settings
import Trust
import ZoneFiles

struct Plan: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "What will sound and when: read it before you leave.",
        discussion:
            "Decided by the daemon's own rules from the schedules it holds now; makes no sound, changes nothing.")

    @OptionGroup var options: ConfigOptions
    @Option(help: "How far ahead, 1 to 8784.")
    var hours = 24
    @Option(help: "From when, such as 2026-11-21T05:00:00Z; now if it is not given.")
    var from: String?
    @Flag(help: "One JSON object a line.")
    var json = false

    func validate() throws {
        guard (1...8_784).contains(hours) else { throw ValidationError("--hours is \(hours); allowed are 1 to 8784") }
    }

    func run() throws {
        let folder = try ConfigFolder.read(options.config)
        let begin = try from.map { try Timestamp(parsing: $0) } ?? LinuxClock(source: .assumed).read().wall
        let contents = try SQLiteJournal.peek(
            path: "\(folder.settings.dataFolder)/journal.sqlite", device: folder.settings.device)
        let table = PlanTable(
            contents, trust: folder.trust, quietHours: try folder.quietHours(), horns: folder.settings.horns,
            zones: folder.zoneRules)
        let lines = table.lines(from: begin, until: begin.adding(seconds: Double(hours) * 3_600))
        let zone = try folder.zones.rules(named: folder.settings.quietHours.zone)
        for problem in table.problems { complain("\(problem)") }
        for line in lines { print(json ? try line.json() : line.text(in: zone)) }
        if lines.isEmpty, !json { print("Nothing is planned in the next \(hours) hours.") }
    }
}

extension ConfigFolder {
    func quietHours() throws -> QuietHours {
        let quiet = settings.quietHours
        return QuietHours(from: quiet.from, until: quiet.until, zone: try zones.rules(named: quiet.zone))
    }
}
