import CSQLite
import Journal

/// A connection with its prepared statements. Used by one thread at a time.
final class Database {
    /// A statement in the cache; a dictionary holds no `~Copyable` values.
    private final class Prepared {
        let statement: SQLiteStatement
        init(_ statement: consuming SQLiteStatement) { self.statement = statement }
    }

    private let connection: SQLiteConnection
    private var cache: [String: Prepared] = [:]

    init(_ connection: consuming SQLiteConnection) {
        self.connection = connection
    }

    /// How many rows the last statement changed.
    var changes: Int { connection.changes }

    /// A transaction is open that could be neither finished nor undone.
    var isStuck: Bool { connection.isInTransaction }

    /// Runs statements that give no rows, or whose rows do not matter; they are not kept.
    func execute(_ sql: String) throws(JournalError) { try connection.execute(sql) }

    /// Runs one statement that gives no rows. It stays prepared: `sql` must be one of a fixed number of texts.
    func run(_ sql: String, _ values: SQLiteValue...) throws(JournalError) {
        _ = try query(sql, values) { (_) throws(JournalError) in () }
    }

    /// Every row of a statement, as `read` sees it.
    func rows<Value>(
        _ sql: String, _ values: SQLiteValue...,
        read: (borrowing SQLiteStatement) throws(JournalError) -> Value
    ) throws(JournalError) -> [Value] {
        try query(sql, values, read)
    }

    /// The only row of a statement; nil when there is none.
    func row<Value>(
        _ sql: String, _ values: SQLiteValue...,
        read: (borrowing SQLiteStatement) throws(JournalError) -> Value
    ) throws(JournalError) -> Value? {
        try query(sql, values, read).first
    }

    private func query<Value>(
        _ sql: String, _ values: [SQLiteValue], _ read: (borrowing SQLiteStatement) throws(JournalError) -> Value
    ) throws(JournalError) -> [Value] {
        let prepared = try prepared(sql)
        defer { prepared.statement.reset() }
        try check(prepared.statement.bind(values), sql)
        var rows: [Value] = []
        while true {
            let code = prepared.statement.step()
            if code == SQLITE_DONE { return rows }
            guard code == SQLITE_ROW else { throw connection.failure(code, sql) }
            rows.append(try read(prepared.statement))
        }
    }

    private func prepared(_ sql: String) throws(JournalError) -> Prepared {
        if let known = cache[sql] { return known }
        let fresh = Prepared(try connection.prepare(sql))
        cache[sql] = fresh
        return fresh
    }

    private func check(_ code: Int32, _ attempt: String) throws(JournalError) {
        guard code == SQLITE_OK else { throw connection.failure(code, attempt) }
    }

    /// Runs `body` as one transaction; nothing of it stays when it throws.
    func transaction(_ body: () throws(JournalError) -> Void) throws(JournalError) {
        try run("BEGIN IMMEDIATE")
        do {
            try body()
            try run("COMMIT")
        } catch {
            rollBack()
            throw error
        }
    }

    private func rollBack() {
        // SQLite may have done it by itself; where it fails, the connection is given up and recovery does it.
        if connection.isInTransaction { try? run("ROLLBACK") }
    }
}
