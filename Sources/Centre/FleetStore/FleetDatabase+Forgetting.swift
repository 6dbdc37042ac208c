public import Fleet
import GRDB
public import LoaModel

extension FleetDatabase {
    /// Rows of a table that go in one step.
    static let mostForgotten = 5_000

    public func forget(
        evidenceBefore evidence: Timestamp, recordsBefore records: Timestamp
    ) async throws(FleetStoreError) -> Bool {
        try await write { database in
            var isMore = false
            for (table, term, border) in Self.ageing(evidence, records) {
                let chosen = "SELECT \(table.key) FROM \(table.name) WHERE \(term) LIMIT \(Self.mostForgotten)"
                try database.execute(
                    sql: "DELETE FROM \(table.name) WHERE (\(table.key)) IN (\(chosen))",
                    arguments: [border.nanoseconds])
                isMore = isMore || database.changesCount == Self.mostForgotten
            }
            return isMore
        }
    }

    private static func ageing(
        _ evidence: Timestamp, _ records: Timestamp
    ) -> [(table: (name: String, key: String), term: String, border: Timestamp)] {
        [
            (("reports", "device, epoch, lane, n"), "received < ?", evidence),
            (("as_run_steps", "rowid"), "at < ?", records),
            (("as_run", "id"), "planned < ?", records),
            (("answers", "id"), "received < ?", records),
            (("faults", "device, code, originator"), "cleared < ?", records),
            (("orders", "id"), "last = 0 AND received < ?", records),
            (("losses", "rowid"), "at < ?", records),
        ]
    }
}
