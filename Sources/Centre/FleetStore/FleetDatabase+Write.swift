import CentreLink
public import Fleet
import GRDB
import LoaModel
import Trust

extension FleetDatabase {
    /// How many health reports of a device are kept.
    static let healthHistory = 288

    public func positions() async throws(FleetStoreError) -> [LanePosition] {
        try await read { database in
            try Row.fetchAll(database, sql: "SELECT device, epoch, lane, through FROM lanes").compactMap { row in
                guard let device = try? DeviceID(row["device"] as String), let lane = Report.Lane(rawValue: row["lane"])
                else { return nil }
                return LanePosition(
                    device: device, lane: LaneKey(epoch: row["epoch"], lane: lane), through: row["through"])
            }
        }
    }

    public func write(_ changes: [FleetChange]) async throws(FleetStoreError) {
        guard !changes.isEmpty else { return }
        try await write { database in
            for change in changes { try Self.apply(change, to: database) }
        }
    }

    private static func apply(_ change: FleetChange, to database: Database) throws {
        switch change {
        case .report(let received): try keep(received, in: database)
        case .presence(let change): try keep(change, in: database)
        case .loss(let device, let lane, let missing, let at): try keep(device, lane, missing, at, in: database)
        case .order(let order): try keep(order, in: database)
        case .cleared(let hash):
            try database.run("UPDATE orders SET cleared = 1 WHERE hash = ?", [hash])
        }
    }

    private static func keep(_ change: PresenceChange, in database: Database) throws {
        let heard = change.heard ?? change.at
        // A retained message repeats at each connect of ours what was known: it moves no time.
        try database.run(
            """
            INSERT INTO devices (device, presence, presence_at, version, first_heard, last_heard) VALUES (?, ?, ?, ?, ?, ?)
            ON CONFLICT (device) DO UPDATE SET
                presence_at = CASE WHEN presence IS excluded.presence THEN presence_at ELSE excluded.presence_at END,
                presence = excluded.presence, version = excluded.version,
                last_heard = max(last_heard, CASE WHEN ? THEN excluded.last_heard ELSE 0 END)
            """,
            [
                change.device.text, change.presence.rawValue, change.at.nanoseconds, change.version,
                heard.nanoseconds, heard.nanoseconds, change.heard != nil,
            ])
    }

    private static func keep(
        _ device: DeviceID, _ lane: LaneKey, _ missing: ClosedRange<Int64>, _ at: Timestamp, in database: Database
    ) throws {
        try database.run(
            "INSERT INTO losses (device, epoch, lane, first, last, at) VALUES (?, ?, ?, ?, ?, ?)",
            [device.text, lane.epoch, lane.lane.rawValue, missing.lowerBound, missing.upperBound, at.nanoseconds])
        let count = missing.upperBound &- missing.lowerBound &+ 1
        try database.run(
            """
            INSERT INTO devices (device, first_heard, last_heard, lost) VALUES (?, ?, ?, ?)
            ON CONFLICT (device) DO UPDATE SET lost = min(lost + excluded.lost, 1000000000000)
            """,
            [device.text, at.nanoseconds, at.nanoseconds, min(count, 1_000_000_000_000)])
    }

    private static func keep(_ received: ReceivedReport, in database: Database) throws {
        let report = received.report
        let lane: [any DatabaseValueConvertible] = [report.device.text, report.epoch, report.lane.rawValue]
        let through = try database.int64(
            "SELECT through FROM lanes WHERE device = ? AND epoch = ? AND lane = ?", lane)
        guard report.number > through ?? 0 else { return }
        try database.run(
            """
            INSERT INTO lanes (device, epoch, lane, through) VALUES (?, ?, ?, ?)
            ON CONFLICT (device, epoch, lane) DO UPDATE SET through = excluded.through
            """, lane + [report.number])
        try database.run(
            """
            INSERT INTO devices (device, first_heard, last_heard) VALUES (?, ?, ?)
            ON CONFLICT (device) DO UPDATE SET last_heard = max(last_heard, excluded.last_heard)
            """, [report.device.text, received.received.nanoseconds, received.received.nanoseconds])
        if report.lane == .record { try keepEvidence(received, in: database) }
        try keepBody(of: received, in: database)
    }

    private static func keepEvidence(_ received: ReceivedReport, in database: Database) throws {
        let report = received.report
        try database.run(
            "INSERT OR REPLACE INTO reports (device, epoch, lane, n, kind, dated, received, report) VALUES (?,?,?,?,?,?,?,?)",
            [
                report.device.text, report.epoch, report.lane.rawValue, report.number, report.body.kind,
                received.dated.nanoseconds, received.received.nanoseconds, try text(report),
            ])
    }

    /// JSON as SQLite keeps it.
    static func text(_ value: some Encodable) throws -> String {
        String(decoding: try JSON.encode(value), as: UTF8.self)
    }
}

extension Database {
    /// Runs a statement that is prepared once for each connection.
    func run(_ sql: String, _ values: [(any DatabaseValueConvertible)?]) throws {
        try cachedStatement(sql: sql).execute(arguments: StatementArguments(values))
    }

    func int64(_ sql: String, _ values: [any DatabaseValueConvertible]) throws -> Int64? {
        try Int64.fetchOne(cachedStatement(sql: sql), arguments: StatementArguments(values))
    }
}

extension FleetDatabase {
    func healthHistoryCount() async throws(FleetStoreError) -> Int {
        try await read { try Int.fetchOne($0, sql: "SELECT count(*) FROM health_history") ?? 0 }
    }
}
