import CSQLite
import Journal

/// One open database; closed by its deinit. Used by one thread at a time.
struct SQLiteConnection: ~Copyable {
    enum Mode {
        /// Made where it is missing.
        case readWrite
        case readOnly
        /// Neither file nor folder can change while it is open: no locks are taken, a write-ahead log is not looked at.
        case immutable
    }

    private let handle: OpaquePointer

    static func open(_ path: String, _ mode: Mode) throws(JournalError) -> SQLiteConnection {
        var handle: OpaquePointer?
        let code = sqlite3_open_v2(name(path, mode), &handle, flags(mode), nil)
        guard let handle else {
            throw JournalError(sqlite: code, systemError: 0, detail: "no memory to open \(path)")
        }
        let connection = SQLiteConnection(owning: handle)
        guard code == SQLITE_OK else { throw connection.failure(code, "opening \(path)") }
        return connection
    }

    private init(owning handle: OpaquePointer) {
        self.handle = handle
        sqlite3_extended_result_codes(handle, 1)
    }

    deinit {
        // Statements that are still open keep it until they are closed too.
        sqlite3_close_v2(handle)
    }

    private static func flags(_ mode: Mode) -> Int32 {
        let access = mode == .readWrite ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE : SQLITE_OPEN_READONLY
        return access | SQLITE_OPEN_NOMUTEX | (mode == .immutable ? SQLITE_OPEN_URI : 0)
    }

    private static func name(_ path: String, _ mode: Mode) -> String {
        guard mode == .immutable else { return path }
        let digits = Array("0123456789ABCDEF".utf8)
        var name = Array("file:".utf8)
        for byte in path.utf8 {
            if byte > 0x2c && byte < 0x7f && byte != UInt8(ascii: "?") {
                name.append(byte)
            } else {
                name += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return String(decoding: name, as: UTF8.self) + "?immutable=1"
    }

    /// How many rows the last statement changed.
    var changes: Int { Int(sqlite3_changes64(handle)) }

    var isInTransaction: Bool { sqlite3_get_autocommit(handle) == 0 }

    func prepare(_ sql: String) throws(JournalError) -> SQLiteStatement {
        var statement: OpaquePointer?
        let code = sqlite3_prepare_v3(handle, sql, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &statement, nil)
        guard code == SQLITE_OK, let statement else { throw failure(code, sql) }
        return SQLiteStatement(owning: statement)
    }

    /// Runs statements that give no rows, or whose rows do not matter.
    func execute(_ sql: String) throws(JournalError) {
        let code = sqlite3_exec(handle, sql, nil, nil, nil)
        guard code == SQLITE_OK else { throw failure(code, sql) }
    }

    func waitForLocks(milliseconds: Int32) {
        sqlite3_busy_timeout(handle, milliseconds)
    }

    func failure(_ code: Int32, _ attempt: String) -> JournalError {
        let said = sqlite3_errmsg(handle).map { String(cString: $0) } ?? "no memory"
        return JournalError(
            sqlite: code, systemError: sqlite3_system_errno(handle), detail: "\(attempt.prefix(120)): \(said)")
    }
}
