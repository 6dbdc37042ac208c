import CSQLite
import Journal

/// One prepared statement; closed by its deinit. Columns are counted from 0.
struct SQLiteStatement: ~Copyable {
    private let handle: OpaquePointer

    init(owning handle: OpaquePointer) {
        self.handle = handle
    }

    deinit {
        sqlite3_finalize(handle)
    }

    /// SQLITE_OK, or why a value cannot be bound.
    borrowing func bind(_ values: [SQLiteValue]) -> Int32 {
        for (offset, value) in values.enumerated() {
            let code = bind(value, at: Int32(truncatingIfNeeded: offset + 1))
            guard code == SQLITE_OK else { return code }
        }
        return SQLITE_OK
    }

    private borrowing func bind(_ value: SQLiteValue, at index: Int32) -> Int32 {
        switch value {
        case .integer(let number): sqlite3_bind_int64(handle, index, number)
        case .text(let text):
            loa_sqlite_bind_text(handle, index, text, Int32(clamping: text.utf8.count))
        case .blob(let bytes): loa_sqlite_bind_blob(handle, index, bytes, Int32(clamping: bytes.count))
        case .null: sqlite3_bind_null(handle, index)
        }
    }

    /// SQLITE_ROW, SQLITE_DONE, or an error.
    borrowing func step() -> Int32 { sqlite3_step(handle) }

    /// Makes it ready to run again, and lets go of what was bound.
    borrowing func reset() {
        sqlite3_reset(handle)
        sqlite3_clear_bindings(handle)
    }

    /// - Throws: damage, where something else stands there: the schema allows no other type.
    borrowing func integer(_ column: Int32) throws(JournalError) -> Int64 {
        guard sqlite3_column_type(handle, column) == SQLITE_INTEGER else { throw wrongType(column, "an integer") }
        return sqlite3_column_int64(handle, column)
    }

    borrowing func optionalInteger(_ column: Int32) throws(JournalError) -> Int64? {
        sqlite3_column_type(handle, column) == SQLITE_NULL ? nil : try integer(column)
    }

    borrowing func text(_ column: Int32) throws(JournalError) -> String {
        guard sqlite3_column_type(handle, column) == SQLITE_TEXT, let start = sqlite3_column_text(handle, column) else {
            throw wrongType(column, "text")
        }
        let bytes = UnsafeBufferPointer(start: start, count: Int(sqlite3_column_bytes(handle, column)))
        guard let text = String(validating: bytes, as: UTF8.self) else { throw wrongType(column, "UTF-8") }
        return text
    }

    borrowing func blob(_ column: Int32) throws(JournalError) -> [UInt8] {
        guard sqlite3_column_type(handle, column) == SQLITE_BLOB else { throw wrongType(column, "a blob") }
        return [UInt8](
            UnsafeRawBufferPointer(
                start: sqlite3_column_blob(handle, column), count: Int(sqlite3_column_bytes(handle, column))))
    }

    private borrowing func wrongType(_ column: Int32, _ wanted: String) -> JournalError {
        let name = sqlite3_column_name(handle, column).map { String(cString: $0) } ?? "\(column)"
        return .damaged("column \(name) holds no \(wanted)")
    }
}
