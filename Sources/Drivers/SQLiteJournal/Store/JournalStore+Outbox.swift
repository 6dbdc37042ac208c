import CentreLink
import Journal
import LoaModel
import Trust

/// The outbox: reports in lanes, numbered within each.
extension JournalStore {
    /// - Parameter isOwed: it is taken even where records are past their limit.
    func append(_ draft: DraftReport, isOwed: Bool = false) throws(JournalError) {
        let database = try database()
        let lane = draft.body.lane
        let state = try self.state(of: lane, database)
        guard lane == .telemetry || isOwed || state.depth < limits.record else {
            throw JournalError(
                .outboxFull, "\(state.depth) records wait for the centre, the most that are kept; check the link")
        }
        let (number, overflow) = state.last.addingReportingOverflow(1)
        guard !overflow else { throw .damaged("the numbers of lane \(lane.rawValue) are used up") }
        guard let payload = try? JSON.encode(report(draft, number, after: state.last)) else {
            return try append(Self.inPlace(of: draft), isOwed: true)
        }
        try database.run(
            "INSERT INTO report (lane, number, after, made, payload) VALUES (?, ?, ?, ?, ?)", .text(lane.rawValue),
            .integer(number), .integer(state.last), .integer(draft.at.nanoseconds), .blob(payload))
        try database.run(
            "UPDATE lane SET last = ?, depth = depth + 1 WHERE name = ?", .integer(number), .text(lane.rawValue))
        if lane == .telemetry { try giveWay(state.depth + 1 - limits.telemetry, database) }
    }

    private func report(_ draft: DraftReport, _ number: Int64, after: Int64) -> Report {
        Report(
            device: device, epoch: epoch, number: number, after: after, at: draft.at,
            clockSynchronised: draft.clockSynchronised, uptimeMilliseconds: draft.uptimeMilliseconds, boot: boot,
            body: draft.body)
    }

    /// What JSON cannot say (a figure that is no number) becomes the report of a fault: a mistake of ours must not
    /// hold up what comes behind it.
    private static func inPlace(of draft: DraftReport) -> DraftReport {
        var draft = draft
        draft.body = .fault(
            Fault(
                code: .journalCorrupt, originator: "journal", since: draft.at, cleared: draft.at,
                detail: "a report of kind \(draft.body.kind) held a figure that is no number"))
        return draft
    }

    func encode(_ value: some Encodable) throws(JournalError) -> [UInt8] {
        do { return try JSON.encode(value) } catch { throw .damaged("a record \(error.problem)") }
    }

    private func state(of lane: Report.Lane, _ database: Database) throws(JournalError) -> (last: Int64, depth: Int) {
        let state = try database.row("SELECT last, depth FROM lane WHERE name = ?", .text(lane.rawValue)) {
            (row) throws(JournalError) in (last: try row.integer(0), depth: Int(clamping: try row.integer(1)))
        }
        guard let state else { throw .damaged("lane \(lane.rawValue) is missing") }
        return state
    }

    /// Drops the `count` oldest reports of telemetry. The first that stays then comes after what the first dropped
    /// one came after, which the centre has: nothing waits there for what will never come.
    private func giveWay(_ count: Int, _ database: Database) throws(JournalError) {
        guard count > 0 else { return }
        let oldest = try database.rows(
            "SELECT number, after, payload FROM report WHERE lane = 'telemetry' ORDER BY number LIMIT ?",
            .integer(Int64(count) + 1)
        ) { (row) throws(JournalError) in
            (number: try row.integer(0), after: try row.integer(1), payload: try row.blob(2))
        }
        guard let first = oldest.first, let staying = oldest.last, oldest.count == count + 1 else {
            throw .damaged("fewer reports wait than the lane says")
        }
        try remove(.telemetry, below: staying.number, database)
        var report = try decode(Report.self, staying.payload)
        report.after = first.after
        try database.run(
            "UPDATE report SET after = ?, payload = ? WHERE lane = 'telemetry' AND number = ?",
            .integer(first.after), .blob(try encode(report)), .integer(staying.number))
    }

    func decode<Value: Decodable>(_ type: Value.Type, _ bytes: [UInt8]) throws(JournalError) -> Value {
        do { return try JSON.decode(type, from: bytes) } catch { throw .damaged("a stored record: \(error)") }
    }

    private func remove(_ lane: Report.Lane, below number: Int64, _ database: Database) throws(JournalError) {
        try database.run(
            "DELETE FROM report WHERE lane = ? AND number < ?", .text(lane.rawValue), .integer(number))
        try database.run(
            "UPDATE lane SET depth = depth - ? WHERE name = ?", .integer(Int64(database.changes)),
            .text(lane.rawValue))
    }

    func acknowledge(_ acknowledgement: Acknowledgement) throws(JournalError) {
        let database = try database()
        guard acknowledgement.epoch == epoch, acknowledgement.through > 0 else { return }
        let (next, overflow) = acknowledgement.through.addingReportingOverflow(1)
        try remove(acknowledgement.lane, below: overflow ? acknowledgement.through : next, database)
        // Gives the disk back what a long outage took, a little each time.
        try database.run("PRAGMA incremental_vacuum(16)")
    }

    func pending(_ lane: Report.Lane, above number: Int64, limit: Int) throws(JournalError) -> [StoredReport] {
        try database().rows(
            "SELECT number, payload FROM report WHERE lane = ? AND number > ? ORDER BY number LIMIT ?",
            .text(lane.rawValue), .integer(number), .integer(Int64(max(0, limit)))
        ) { (row) throws(JournalError) in
            StoredReport(number: try row.integer(0), payload: try row.blob(1))
        }
    }

    func outboxFigures() throws(JournalError) -> OutboxFigures {
        let database = try database()
        var figures = OutboxFigures(depth: 0, oldest: nil)
        for lane in Report.Lane.allCases {
            figures.depth += try state(of: lane, database).depth
            let first = try database.row(
                "SELECT made FROM report WHERE lane = ? ORDER BY number LIMIT 1", .text(lane.rawValue)
            ) { (row) throws(JournalError) in Timestamp(nanoseconds: try row.integer(0)) }
            figures.oldest = [figures.oldest, first].compactMap(\.self).min()
        }
        return figures
    }
}
