import CentreLink
public import Fleet
import GRDB
public import LoaModel
import Trust

extension FleetDatabase {
    public func devices(_ query: DeviceQuery, at now: Timestamp) async throws(FleetStoreError) -> Page<DeviceRecord> {
        let filter = Self.filter(query, at: now)
        return try await read { database in
            var found = try Self.devices(
                where: filter.sql, filter.values, limit: query.limit &+ 1, in: database)
            guard found.count > query.limit else { return Page(elements: found, next: nil) }
            found.removeLast()
            return Page(elements: found, next: found.last?.device.text)
        }
    }

    public func count(_ query: DeviceQuery, at now: Timestamp) async throws(FleetStoreError) -> Int {
        var query = query
        query.after = nil
        let filter = Self.filter(query, at: now)
        return try await read { database in
            try Int.fetchOne(
                database, sql: "SELECT count(*) FROM devices d WHERE \(filter.sql)",
                arguments: StatementArguments(filter.values)) ?? 0
        }
    }

    public func devices(_ ids: Set<DeviceID>) async throws(FleetStoreError) -> [DeviceRecord] {
        guard !ids.isEmpty else { return [] }
        return try await read { database in
            let list = try Self.text(ids.map(\.text))
            return try Self.devices(
                where: "d.device IN (SELECT value FROM json_each(?))", [list], limit: ids.count, in: database)
        }
    }

    public func counts(
        at now: Timestamp, silentAfter seconds: Int64
    ) async throws(FleetStoreError) -> DeviceCounts {
        let border = Self.border(now, seconds)
        return try await read { database in
            var counts = DeviceCounts()
            let rows = try Row.fetchAll(
                database, sql: "SELECT \(Self.condition) AS condition, count(*) AS n FROM devices d GROUP BY 1",
                arguments: [border])
            for row in rows {
                guard let condition = DeviceCondition(rawValue: row["condition"]) else { continue }
                counts.byCondition[condition] = row["n"]
                counts.total += row["n"]
            }
            let faults = try Row.fetchOne(
                database, sql: "SELECT count(*) AS n, count(DISTINCT device) AS d FROM faults WHERE cleared IS NULL")
            counts.openFaults = faults?["n"] ?? 0
            counts.faulty = faults?["d"] ?? 0
            return counts
        }
    }

    public func faults(
        of device: DeviceID, clearedAfter: Timestamp, limit: Int
    ) async throws(FleetStoreError) -> [Fault] {
        try await read { database in
            try Row.fetchAll(
                database,
                sql: """
                    SELECT * FROM faults WHERE device = ? AND (cleared IS NULL OR cleared > ?)
                    ORDER BY cleared IS NOT NULL, since DESC LIMIT ?
                    """, arguments: [device.text, clearedAfter.nanoseconds, limit]
            ).compactMap { row in
                guard let code = FaultCode(rawValue: row["code"]) else { return nil }
                return Fault(
                    code: code, originator: row["originator"], since: Timestamp(nanoseconds: row["since"]),
                    cleared: (row["cleared"] as Int64?).map(Timestamp.init(nanoseconds:)), detail: row["detail"])
            }
        }
    }

    /// How a device shows; the one argument is the time before which a device last heard is silent.
    private static let condition = """
        CASE WHEN d.last_heard < ? THEN 'silent' WHEN d.presence = 'offline' THEN 'offline'
            WHEN d.presence = 'stopping' THEN 'stopping' ELSE 'online' END
        """

    private static func border(_ now: Timestamp, _ seconds: Int64) -> Int64 {
        now.adding(seconds: -Double(seconds)).nanoseconds
    }

    private static func filter(
        _ query: DeviceQuery, at now: Timestamp
    ) -> (sql: String, values: [any DatabaseValueConvertible & Sendable]) {
        var terms = ["1"]
        var values: [any DatabaseValueConvertible & Sendable] = []
        if let area = query.area {
            terms.append(inside)
            values += inside(area)
        }
        if let condition = query.condition {
            terms.append("\(Self.condition) = ?")
            values += [border(now, query.silentAfterSeconds), condition.rawValue]
        }
        if query.faulty { terms.append("d.device IN (SELECT device FROM faults WHERE cleared IS NULL)") }
        if let text = query.text {
            terms.append("instr(d.device, ?) > 0")
            values.append(text)
        }
        if let after = query.after {
            terms.append("d.device > ?")
            values.append(after)
        }
        return (terms.joined(separator: " AND "), values)
    }

    /// Whether a device's area is the one given or lies inside it. `0` follows `/` in ASCII.
    static let inside = "(d.area = ? OR (d.area >= ? AND d.area < ?))"

    static func inside(_ area: Area) -> [any DatabaseValueConvertible & Sendable] {
        ["\(area)", "\(area)/", "\(area)0"]
    }

    private static func devices(
        where sql: String, _ values: [any DatabaseValueConvertible], limit: Int, in database: Database
    ) throws -> [DeviceRecord] {
        let sql = """
            SELECT d.*, (SELECT group_concat(DISTINCT code) FROM faults f
                WHERE f.device = d.device AND f.cleared IS NULL) AS open
            FROM devices d WHERE \(sql) ORDER BY d.device LIMIT \(limit)
            """
        return try Row.fetchAll(database, sql: sql, arguments: StatementArguments(values)).compactMap(record)
    }

    private static func record(_ row: Row) -> DeviceRecord? {
        guard let device = try? DeviceID(row["device"] as String) else { return nil }
        let health = (row["health"] as String?).flatMap { try? JSON.decode(HealthReport.self, from: Array($0.utf8)) }
        let open = (row["open"] as String?)?.split(separator: ",").compactMap { FaultCode(rawValue: String($0)) }
        func time(_ column: String) -> Timestamp? { (row[column] as Int64?).map(Timestamp.init(nanoseconds:)) }
        return DeviceRecord(
            device: device, presence: (row["presence"] as String?).flatMap(DeviceState.Presence.init(rawValue:)),
            presenceAt: time("presence_at"), version: row["version"], firstHeard: time("first_heard") ?? .epoch,
            lastHeard: time("last_heard") ?? .epoch, health: health, healthAt: time("health_at"),
            openFaults: (open ?? []).sorted { $0.rawValue < $1.rawValue }, lostReports: row["lost"])
    }
}
