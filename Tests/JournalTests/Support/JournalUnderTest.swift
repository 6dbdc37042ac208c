import Journal
import LoaModel
import SQLiteJournal
import TestSupport
import Testing

/// A journal of either kind, and the place that it is opened in again.
struct JournalUnderTest {
    enum Kind: String, CaseIterable, CustomTestStringConvertible {
        case memory, sqlite
        var testDescription: String { rawValue }
    }

    private let kind: Kind
    private let disk = MemoryDisk()

    init(_ kind: Kind) { self.kind = kind }

    /// Opens what the last one closed.
    func open(limits: OutboxLimits = .standard) -> any DeviceJournal {
        switch kind {
        case .memory: MemoryJournal(on: disk, device: .sample, limits: limits)
        case .sqlite:
            SQLiteJournal(path: Scratch.current / "journal.db", device: .sample, boot: "boot-1", limits: limits)
        }
    }
}
