import CivilCalendar
import LoaModel
import Scheduling
import ZoneFiles

/// The timetable of a commune through 2026, as one might really stand: the national radio at five, the commune's own
/// news, a province's campaign, Tết.
enum CommuneYear {
    static let start = "2025-12-31T17:00:00Z"
    static let end = "2026-12-31T17:00:00Z"

    static func timetable() throws -> Timetable {
        let zone = try ZoneFiles().rules(named: "Asia/Ho_Chi_Minh")
        return Timetable([try province(), try commune()]) { $0 == zone.name ? zone : nil }
    }

    static func quietHours() throws -> QuietHours {
        .standard(in: try ZoneFiles().rules(named: "Asia/Ho_Chi_Minh"))
    }

    /// Tết Bính Ngọ: 16 to 20 February 2026.
    private static let newYear = ["2026-02-16", "2026-02-17", "2026-02-18", "2026-02-19", "2026-02-20"]

    static func commune() throws -> ScheduleInForce {
        var bulletins = try [
            daily("relay-morning", "05:00", minutes: 30, except: []),
            daily("news", "05:30", minutes: 20, except: newYear),
            daily("health", "05:50", minutes: 8, rule: "FREQ=WEEKLY;BYDAY=TU,TH", except: []),
            daily("farming", "05:50", minutes: 10, rule: "FREQ=WEEKLY;BYDAY=MO,WE,FR", except: newYear),
            daily("relay-noon", "11:30", minutes: 15, rule: "FREQ=WEEKLY;BYDAY=SA,SU", except: []),
            daily("relay-evening", "17:00", minutes: 30, except: []),
            daily("news-again", "17:30", minutes: 20, except: newYear),
            daily("music", "17:50", minutes: 25, except: []),
            daily("weather", "18:10", minutes: 3, .priority, late: .skip, except: []),
            daily("saturday", "06:10", minutes: 30, rule: "FREQ=WEEKLY;BYDAY=SA", except: ["2026-02-21"]),
            daily("first-monday", "07:00", minutes: 5, rule: "FREQ=MONTHLY;BYDAY=1MO", except: []),
            daily("last-day", "17:45", minutes: 10, rule: "FREQ=MONTHLY;BYMONTHDAY=-1", losing: .playAfter, except: []),
            daily("flag", "06:55", minutes: 3, rule: "FREQ=YEARLY;BYMONTH=9;BYMONTHDAY=2", .priority, except: []),
            // Somebody's mistake: the device must keep it silent.
            daily("misset", "03:15", minutes: 20, rule: "FREQ=WEEKLY;BYDAY=WE", except: []),
            daily("late-show", "21:45", minutes: 30, rule: "FREQ=WEEKLY;BYDAY=SU", except: []),
        ]
        bulletins.append(
            try tet("midnight", "2026-02-17T00:00", minutes: 10, .priority, inQuietHours: true))
        for day in newYear { bulletins.append(try tet("greeting-\(day)", "\(day)T05:30", minutes: 25)) }
        return ScheduleInForce(
            authority: try AuthorityID("commune"), area: try Area("vn/92/31528"),
            schedule: Schedule(
                version: 7, zone: "Asia/Ho_Chi_Minh", bulletins: bulletins,
                priorityOrder: ["commune/flag", "province", "commune"]))
    }

    static func province() throws -> ScheduleInForce {
        let campaign = try daily(
            "vaccination", "17:40", minutes: 5, rule: "FREQ=DAILY;UNTIL=20260630T235959", .priority, except: [])
        return ScheduleInForce(
            authority: try AuthorityID("province"), area: try Area("vn/92"),
            schedule: Schedule(version: 2, zone: "Asia/Ho_Chi_Minh", bulletins: [campaign]))
    }

    private static func daily(
        _ id: String, _ time: String, minutes: Double, rule: String = "FREQ=DAILY",
        _ bulletinClass: BulletinClass = .normal, late: Lateness = .join, losing: AfterLosing = .resume,
        except: [String]
    ) throws -> Bulletin {
        Bulletin(
            id: try BulletinID(id), title: id, bulletinClass: bulletinClass, source: .tone(seconds: 60),
            recurrence: Recurrence(
                start: try CivilDateTime(parsing: "2025-01-01T\(time)"), rule: try RecurrenceRule(parsing: rule),
                additional: [], excluded: try except.map { try CivilDateTime(parsing: "\($0)T\(time)") }),
            maximumSeconds: minutes * 60, lateness: late, afterLosing: losing)
    }

    private static func tet(
        _ id: String, _ time: String, minutes: Double, _ bulletinClass: BulletinClass = .normal,
        inQuietHours: Bool = false
    ) throws -> Bulletin {
        Bulletin(
            id: try BulletinID(id), title: id, bulletinClass: bulletinClass, source: .tone(seconds: 60),
            recurrence: Recurrence(start: try CivilDateTime(parsing: time)), maximumSeconds: minutes * 60,
            inQuietHours: inQuietHours)
    }
}
