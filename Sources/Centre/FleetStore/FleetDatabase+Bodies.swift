import CentreLink
import Fleet
import GRDB
import LoaModel

extension FleetDatabase {
    /// What a report says goes to the table of its kind; of two reports the last wins.
    static func keepBody(of received: ReceivedReport, in database: Database) throws {
        switch received.report.body {
        case .asRun: try keepAsRun(received, in: database)
        case .answer(let answer): try keep(answer, received, in: database)
        case .fault(let fault): try keep(fault, of: received.report.device, in: database)
        case .health(let health): try keep(health, received, in: database)
        }
    }

    private static func keepAsRun(_ received: ReceivedReport, in database: Database) throws {
        guard let record = AsRunRecord(received) else { return }
        let asRun = record.asRun
        try database.run(
            """
            INSERT INTO as_run (device, broadcast, planned, corrected, outcome, event, started, ended, received, record)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (device, broadcast) DO UPDATE SET planned = excluded.planned, corrected = excluded.corrected,
                outcome = excluded.outcome, event = excluded.event, started = excluded.started, ended = excluded.ended,
                received = excluded.received, record = excluded.record
            """,
            [
                record.device.text, asRun.broadcast.text, (record.datedPlanned ?? asRun.planned).nanoseconds,
                record.datedPlanned?.nanoseconds, asRun.outcome.rawValue, asRun.event.rawValue,
                asRun.started?.nanoseconds,
                asRun.ended?.nanoseconds, received.received.nanoseconds, try text(asRun),
            ])
        try database.run(
            "INSERT INTO as_run_steps (device, broadcast, epoch, n, event, at) VALUES (?, ?, ?, ?, ?, ?)",
            [
                record.device.text, asRun.broadcast.text, received.report.epoch, received.report.number,
                asRun.event.rawValue, received.report.at.nanoseconds,
            ])
    }

    private static func keep(_ answer: Answer, _ received: ReceivedReport, in database: Database) throws {
        try database.run(
            """
            INSERT INTO answers (order_hash, device, outcome, at, received, record) VALUES (?, ?, ?, ?, ?, ?)
            ON CONFLICT (order_hash, device) DO UPDATE SET outcome = excluded.outcome, at = excluded.at,
                received = excluded.received, record = excluded.record
            """,
            [
                String(answer.order.prefix(64)), received.report.device.text, answer.outcome.rawValue,
                received.dated.nanoseconds, received.received.nanoseconds, try text(answer),
            ])
    }

    private static func keep(_ fault: Fault, of device: DeviceID, in database: Database) throws {
        try database.run(
            """
            INSERT INTO faults (device, code, originator, since, cleared, detail) VALUES (?, ?, ?, ?, ?, ?)
            ON CONFLICT (device, code, originator) DO UPDATE SET since = excluded.since, cleared = excluded.cleared,
                detail = excluded.detail
            """,
            [
                device.text, fault.code.rawValue, String(fault.originator.prefix(200)), fault.since.nanoseconds,
                fault.cleared?.nanoseconds, String(fault.detail.prefix(1_000)),
            ])
    }

    private static func keep(_ health: HealthReport, _ received: ReceivedReport, in database: Database) throws {
        let device = received.report.device.text
        let record = try text(health)
        try database.run(
            "UPDATE devices SET area = ?, version = ?, health = ?, health_at = ? WHERE device = ?",
            [
                health.area.description, String(health.version.prefix(64)), record, received.dated.nanoseconds, device,
            ])
        try database.run(
            "INSERT INTO health_history (device, n, at, record) VALUES (?, ?, ?, ?)",
            [device, received.report.number, received.dated.nanoseconds, record])
        try database.run(
            """
            DELETE FROM health_history WHERE device = ? AND rowid <= (SELECT rowid FROM health_history
                WHERE device = ? ORDER BY rowid DESC LIMIT 1 OFFSET ?)
            """, [device, device, healthHistory])
    }
}
