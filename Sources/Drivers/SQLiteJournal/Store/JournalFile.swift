import CSQLite
import Glibc
import Journal

/// The database file: how it is opened, and how one that cannot be used is put aside.
struct JournalFile {
    let path: String
    let device: String

    /// Opens it for writing, checks it whole, brings it to this program's form.
    /// - Throws: damage, where it must be put aside.
    func open() throws(JournalError) -> Database {
        let database = Database(try SQLiteConnection.open(path, .readWrite))
        try settle(database)
        try check(database)
        try Schema.migrate(database, device: device)
        try checkOwner(database)
        return database
    }

    /// Opens it without changing anything, on a disk that cannot be written too.
    func openForReading() throws(JournalError) -> Database {
        do {
            return try openForReading(.readOnly)
        } catch {
            // A folder that cannot be written gives no room for the log's index; without a log it is not needed.
            guard !error.isDamage, size(of: path + "-wal") == 0 else { throw error }
            return try openForReading(.immutable)
        }
    }

    private func openForReading(_ mode: SQLiteConnection.Mode) throws(JournalError) -> Database {
        let database = Database(try SQLiteConnection.open(path, mode))
        try database.execute("PRAGMA busy_timeout = 2000; PRAGMA cache_size = -128; PRAGMA query_only = ON")
        try checkOwner(database)
        return database
    }

    /// Small caches, for boards of 256 MB; a log that does not grow; every commit on the disk.
    private func settle(_ database: Database) throws(JournalError) {
        try database.execute(
            """
            PRAGMA busy_timeout = 2000;
            PRAGMA auto_vacuum = INCREMENTAL;
            PRAGMA journal_mode = WAL;
            PRAGMA synchronous = FULL;
            PRAGMA foreign_keys = ON;
            PRAGMA cache_size = -128;
            PRAGMA mmap_size = 0;
            PRAGMA temp_store = MEMORY;
            PRAGMA secure_delete = OFF;
            PRAGMA wal_autocheckpoint = 64;
            PRAGMA journal_size_limit = 524288;
            """)
    }

    private func check(_ database: Database) throws(JournalError) {
        let findings = try database.rows("PRAGMA quick_check(1)") { (row) throws(JournalError) in try row.text(0) }
        guard findings == ["ok"] else { throw .damaged(findings.first ?? "it cannot be checked") }
    }

    /// A card that was copied for another device brings that device's numbers and reports with it.
    private func checkOwner(_ database: Database) throws(JournalError) {
        let owner = try database.row("SELECT device FROM journal") { (row) throws(JournalError) in try row.text(0) }
        guard owner == device else { throw .damaged("it is the journal of \(owner ?? "nobody"), not of \(device)") }
    }

    private func size(of path: String) -> Int {
        var status = stat()
        return stat(path, &status) == 0 ? Int(status.st_size) : 0
    }
}
