import CSQLite
import Glibc
import Journal
import LoaModel

extension JournalError {
    /// What SQLite refused, in the device's words.
    /// - Parameters:
    ///   - code: an extended result code.
    ///   - systemError: errno of the connection's last failed system call; 0 where there was none.
    ///   - detail: what was tried and what SQLite said.
    init(sqlite code: Int32, systemError: Int32, detail: String) {
        self.init(Self.fault(code, systemError), "\(detail) (SQLite \(code), errno \(systemError))")
    }

    /// What was read cannot have been written by this program.
    static func damaged(_ detail: String) -> JournalError { JournalError(.journalCorrupt, detail) }

    /// The content is damaged: no waiting makes it better.
    var isDamage: Bool { fault == .journalCorrupt }

    private static func fault(_ code: Int32, _ systemError: Int32) -> FaultCode {
        switch (code & 0xff, code) {
        case (SQLITE_CORRUPT, _), (SQLITE_NOTADB, _), (SQLITE_FORMAT, _), (_, damagedFileSystem), (_, damagedData):
            .journalCorrupt
        case (SQLITE_FULL, _): .storageFull
        case (SQLITE_IOERR, _), (SQLITE_CANTOPEN, _):
            systemError == ENOSPC || systemError == EDQUOT ? .storageFull : .storageReadOnly
        default: .storageReadOnly
        }
    }

    /// SQLITE_IOERR_CORRUPTFS and SQLITE_IOERR_DATA: macros that compute do not reach Swift.
    private static let damagedFileSystem = SQLITE_IOERR | 33 << 8
    private static let damagedData = SQLITE_IOERR | 32 << 8
}
