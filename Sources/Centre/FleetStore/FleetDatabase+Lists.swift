import CentreLink
public import Fleet
import GRDB
public import LoaModel
import Trust

extension FleetDatabase {
    public func asRuns(_ query: AsRunQuery) async throws(FleetStoreError) -> Page<AsRunRecord> {
        var list = ListStatement(
            "a.*, a.id AS row, a.planned AS mark FROM as_run a LEFT JOIN devices d ON d.device = a.device")
        list.add("a.device = ?", query.device?.text)
        if let area = query.area { list.add(Self.inside, Self.inside(area)) }
        list.add("a.broadcast = ?", query.broadcast?.text)
        list.add("a.outcome = ?", query.outcome?.rawValue)
        list.add("a.planned >= ?", query.since?.nanoseconds)
        list.add("a.planned < ?", query.until?.nanoseconds)
        try list.continueAfter(query.after, value: "a.planned", row: "a.id")
        let statement = list
        return try await read { database in
            try statement.page(query.limit, in: database) { row in try Self.asRun(row, in: database) }
        }
    }

    public func answers(_ query: AnswerQuery) async throws(FleetStoreError) -> Page<AnswerRecord> {
        var list = ListStatement("*, id AS row, received AS mark FROM answers")
        list.add("order_hash = ?", query.order)
        list.add("device = ?", query.device?.text)
        list.add("outcome = ?", query.outcome?.rawValue)
        try list.continueAfter(query.after, value: "received", row: "id")
        let statement = list
        return try await read { database in
            try statement.page(query.limit, in: database) { row in
                guard let device = try? DeviceID(row["device"] as String) else { return nil }
                return AnswerRecord(
                    device: device,
                    answer: try JSON.decode(Answer.self, from: Array((row["record"] as String).utf8)),
                    at: Timestamp(nanoseconds: row["at"]), received: Timestamp(nanoseconds: row["received"]))
            }
        }
    }

    public func outcomes(
        from: Timestamp, until: Timestamp, area: Area?, limit: Int
    ) async throws(FleetStoreError) -> [BroadcastOutcome] {
        let within = area.map { _ in " AND \(Self.inside)" } ?? ""
        let values: [any DatabaseValueConvertible & Sendable] =
            [from.nanoseconds, until.nanoseconds] + (area.map(Self.inside) ?? []) + [limit]
        let sql = """
            SELECT a.broadcast, a.outcome, count(*) AS n, sum(a.event = 'preempted') AS preempted, min(a.started) AS started, max(a.ended) AS ended,
                min(a.planned) AS planned, a.record
            FROM as_run a LEFT JOIN devices d ON d.device = a.device
            WHERE a.planned >= ? AND a.planned < ?\(within)
            GROUP BY a.broadcast, a.outcome ORDER BY planned, a.broadcast LIMIT ?
            """
        return try await read { database in
            let rows = try Row.fetchAll(database, sql: sql, arguments: StatementArguments(values))
            return try Self.outcomes(rows)
        }
    }

    private static func outcomes(_ rows: [Row]) throws -> [BroadcastOutcome] {
        var found: [BroadcastOutcome] = []
        var places: [String: Int] = [:]
        for row in rows {
            guard let outcome = AsRun.Outcome(rawValue: row["outcome"]) else { continue }
            let id: String = row["broadcast"]
            if places[id] == nil {
                places[id] = found.count
                let sample = try JSON.decode(AsRun.self, from: Array((row["record"] as String).utf8))
                found.append(BroadcastOutcome(sample: sample, devices: [:], firstStarted: nil, lastEnded: nil))
            }
            guard let place = places[id] else { continue }
            found[place].devices[outcome, default: 0] += row["n"]
            if outcome == .running { found[place].preempted += row["preempted"] }
            found[place].widen(started: row["started"], ended: row["ended"])
        }
        for index in found.indices where found[index].devices[.running] != nil { found[index].lastEnded = nil }
        return found
    }

    private static func asRun(_ row: Row, in database: Database) throws -> AsRunRecord? {
        guard let device = try? DeviceID(row["device"] as String) else { return nil }
        let steps = try Row.fetchAll(
            database.cachedStatement(
                sql: "SELECT event, at FROM as_run_steps WHERE device = ? AND broadcast = ? ORDER BY rowid"),
            arguments: [device.text, row["broadcast"] as String])
        return AsRunRecord(
            device: device, asRun: try JSON.decode(AsRun.self, from: Array((row["record"] as String).utf8)),
            received: Timestamp(nanoseconds: row["received"]),
            datedPlanned: (row["corrected"] as Int64?).map(Timestamp.init(nanoseconds:)),
            steps: steps.compactMap { step in
                AsRun.Event(rawValue: step["event"]).map {
                    AsRunRecord.Step(event: $0, at: Timestamp(nanoseconds: step["at"]))
                }
            })
    }
}

extension BroadcastOutcome {
    fileprivate mutating func widen(started: Int64?, ended: Int64?) {
        if let started {
            firstStarted = Timestamp(nanoseconds: min(started, firstStarted?.nanoseconds ?? .max))
        }
        if let ended { lastEnded = Timestamp(nanoseconds: max(ended, lastEnded?.nanoseconds ?? .min)) }
    }
}
