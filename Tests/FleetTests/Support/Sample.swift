import CentreLink
import CivilCalendar
import LoaModel
import Trust

/// Values that the tests begin with.
enum Sample {
    /// 2026-11-21T05:00:00Z.
    static let now = Timestamp(seconds: 1_795_237_200)

    static func device(_ text: String = "loa-0001") throws -> DeviceID { try DeviceID(text) }

    static func report(
        _ number: Int64, after: Int64? = nil, epoch: String = "e1", device: String = "loa-0001", at: Timestamp = now,
        synchronised: Bool = true, uptime: Int64 = 60_000, boot: String = "b1", body: Report.Body? = nil
    ) throws -> Report {
        Report(
            device: try DeviceID(device), epoch: epoch, number: number, after: after ?? number - 1, at: at,
            clockSynchronised: synchronised, uptimeMilliseconds: uptime, boot: boot,
            body: try body ?? .asRun(asRun()))
    }

    static func asRun(
        _ bulletin: String = "sang", planned: Timestamp = now, event: AsRun.Event = .started,
        outcome: AsRun.Outcome = .running, started: Timestamp? = nil, ended: Timestamp? = nil
    ) throws -> AsRun {
        let authority = try AuthorityID("ubnd-92")
        let bulletin = try BulletinID(bulletin)
        return AsRun(
            broadcast: BroadcastID(authority: authority, bulletin: bulletin, planned: planned), authority: authority,
            bulletin: bulletin, title: "Bản tin <\(bulletin)>", bulletinClass: .normal, planned: planned, event: event,
            outcome: outcome, started: started, ended: ended)
    }

    static func health(area: String = "vn/92/31528", synchronised: Bool = true) throws -> HealthReport {
        HealthReport(
            version: "0.1.0", uptimeSeconds: 60, area: try Area(area),
            clock: .init(synchronised: synchronised, source: "ntp"), board: .init(load: 0.5),
            output: .init(name: "null", state: .asleep), schedules: [], trustVersion: 1, lastBroadcast: nil,
            nextBroadcast: nil, outbox: .init(depth: 0), faults: [])
    }

    static func fault(cleared: Timestamp? = nil) -> Fault {
        Fault(
            code: .outputUnavailable, originator: "output", since: now, cleared: cleared, detail: "the card was pulled")
    }

    static func schedule(
        start: String = "2026-11-21T05:00", rule: String? = "FREQ=DAILY", zone: String = "Asia/Ho_Chi_Minh",
        source: Source = .tone(seconds: 10)
    ) throws -> Schedule {
        let bulletin = Bulletin(
            id: try BulletinID("sang"), title: "Bản tin sáng", bulletinClass: .normal, source: source,
            recurrence: Recurrence(
                start: try CivilDateTime(parsing: start), rule: try rule.map { try RecurrenceRule(parsing: $0) }),
            maximumSeconds: 900)
        return Schedule(version: 7, zone: zone, bulletins: [bulletin])
    }

    static func alert() throws -> Alert { Alert(id: try BulletinID("lu"), title: "Cảnh báo lũ", source: nil) }
}
