import CivilCalendar
import LoaModel
import Scheduling

/// Schedules in few words, for tests. Times are UTC of Monday 2026-03-02 unless said otherwise.
enum Plans {
    static let day = "2026-03-02"

    static func time(_ text: String) throws -> Timestamp {
        if text.contains("Z") { return try Timestamp(parsing: text) }
        return try Timestamp(parsing: "\(text.contains("T") ? text : "\(day)T\(text)")\(text.seconds)Z")
    }

    /// `minutes`: the longest it may sound.
    static func bulletin(
        _ id: String, at start: String, minutes: Double = 10, _ bulletinClass: BulletinClass = .normal,
        late: Lateness = .join, losing: AfterLosing = .resume, rule: String? = nil, inQuietHours: Bool = false,
        zone: String? = nil, in zones: [String]? = nil
    ) throws -> Bulletin {
        let text = start.contains("T") ? start : "\(day)T\(start)"
        return Bulletin(
            id: try BulletinID(id), title: id, bulletinClass: bulletinClass, source: .tone(seconds: 60),
            recurrence: Recurrence(
                start: try CivilDateTime(parsing: text), rule: try rule.map { try RecurrenceRule(parsing: $0) },
                additional: [], excluded: []),
            zone: zone, maximumSeconds: minutes * 60, lateness: late, afterLosing: losing, inQuietHours: inQuietHours,
            hornZones: zones)
    }

    static func schedule(
        _ bulletins: [Bulletin], by authority: String = "commune", area: String = "vn/92/31528", zone: String = "UTC",
        order: [String] = []
    ) throws -> ScheduleInForce {
        ScheduleInForce(
            authority: try AuthorityID(authority), area: try Area(area),
            schedule: Schedule(version: 1, zone: zone, bulletins: bulletins, priorityOrder: order))
    }

    static func timetable(_ schedules: [ScheduleInForce]) -> Timetable {
        Timetable(schedules) { $0 == "UTC" ? .utc : nil }
    }

    static func timetable(_ bulletins: [Bulletin], order: [String] = []) throws -> Timetable {
        timetable([try schedule(bulletins, order: order)])
    }

    static func alert(
        _ id: String, minutes: Double = 1, by authority: String = "province", issued: String, expires: String = "23:59",
        in zones: [String]? = nil
    ) throws -> ActiveAlert {
        let authority = try AuthorityID(authority)
        let alert = Alert(
            id: try BulletinID(id), title: id, source: nil, maximumSeconds: minutes * 60, hornZones: zones)
        return ActiveAlert(
            authority: authority, alert: alert,
            broadcast: BroadcastID(authority: authority, bulletin: alert.id, planned: try time(issued)),
            expires: try time(expires))
    }

    /// Two amplifiers, on left and right.
    static let market = HornPlan(
        zones: [.init(name: "cho", channels: [0]), .init(name: "truong", channels: [1])], channels: [0, 1])

    static let alwaysLoud = QuietHours.none(in: .utc)
}

extension String {
    /// What is missing to seconds in a time of day.
    fileprivate var seconds: String { split(separator: "T").last.map { $0.count } == 5 ? ":00" : "" }
}
