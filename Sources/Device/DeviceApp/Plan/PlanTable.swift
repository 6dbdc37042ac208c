public import CivilCalendar
public import Journal
public import LoaModel
import Logging
public import Scheduling
public import Trust
import Uplink

/// What the device will do by what its journal holds, for people to read before they leave.
public struct PlanTable {
    private let timetable: Timetable
    private let quietHours: QuietHours
    private let horns: HornPlan

    public init(
        _ contents: JournalContents, trust: TrustList, quietHours: QuietHours, horns: HornPlan,
        zones: (String) -> ZoneRules?
    ) {
        let remembered = Remembered(
            contents, verifier: trust, log: Logger(label: "plan", factory: { _ in SwiftLogNoOpLogHandler() }))
        timetable = Timetable(remembered.schedules.compactMap(ScheduleInForce.init), zones: zones)
        self.quietHours = quietHours
        self.horns = horns
    }

    /// What cannot be planned, and why.
    public var problems: [String] { timetable.problems.map(\.detail) }

    /// In order of their start. What a media file lasts is not known here: each may take its longest time.
    public func lines(from: Timestamp, until: Timestamp) -> [PlanLine] {
        var run = DryRun(timetable, quietHours: quietHours, horns: horns, durations: { _ in nil })
        return run.lines(from: from, until: until)
    }
}

extension ScheduleInForce {
    /// nil where the order is no schedule.
    init?(_ accepted: AcceptedOrder) {
        guard case .schedule(let schedule) = accepted.order.body else { return nil }
        let area: Area? = if case .area(let area) = accepted.order.audience { area } else { nil }
        self.init(authority: accepted.order.issuer, area: area, schedule: schedule)
    }
}
