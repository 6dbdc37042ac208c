import Journal
import LoaModel
import Trust

/// How broadcasts stand: whole while they run, then only that they were.
extension JournalStore {
    func keep(_ asRun: AsRun, at now: Timestamp) throws(JournalError) {
        let running = asRun.outcome == .running ? try? JSON.encode(asRun) : nil
        try database().run(
            "INSERT OR REPLACE INTO broadcast (id, noted, record) VALUES (?, ?, ?)", .text(asRun.broadcast.text),
            .integer(max(asRun.planned, now).nanoseconds), running.map(SQLiteValue.blob) ?? .null)
    }

    func unfinished(_ database: Database) throws(JournalError) -> [AsRun] {
        let records = try database.rows(
            "SELECT record FROM broadcast WHERE record IS NOT NULL ORDER BY noted, id"
        ) { (row) throws(JournalError) in try row.blob(0) }
        return try records.map { (bytes) throws(JournalError) in try decode(AsRun.self, bytes) }
    }

    func finished(_ database: Database, since: Timestamp) throws(JournalError) -> [BroadcastID] {
        try database.rows(
            "SELECT id FROM broadcast WHERE record IS NULL AND noted >= ? ORDER BY noted, id",
            .integer(since.nanoseconds)
        ) { (row) throws(JournalError) in
            do { return try BroadcastID(try row.text(0)) } catch { throw .damaged("a stored broadcast: \(error)") }
        }
    }

    func forgetBroadcasts(before bound: Timestamp) throws(JournalError) {
        try database().run(
            "DELETE FROM broadcast WHERE record IS NULL AND noted < ?", .integer(bound.nanoseconds))
    }
}
