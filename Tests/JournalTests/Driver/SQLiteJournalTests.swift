import CentreLink
import Journal
import LoaModel
import Testing
import Trust

@testable import SQLiteJournal

/// What only the driver does.
@Suite(.scratch) struct SQLiteJournalTests {
    private var path: String { Scratch.current / "journal.db" }

    private func open() -> SQLiteJournal { SQLiteJournal(path: path, device: .sample, boot: "boot-1") }

    @Test func `commits are written through to the disk, and foreign keys hold`() throws {
        let database = try JournalFile(path: path, device: "cum-01").open()
        func pragma(_ name: String) throws -> Int64? {
            try database.row("PRAGMA \(name)") { (row) throws(JournalError) in try row.integer(0) }
        }
        let mode = try database.row("PRAGMA journal_mode") { (row) throws(JournalError) in try row.text(0) }
        #expect(mode == "wal")
        #expect(try pragma("synchronous") == 2)
        #expect(try pragma("foreign_keys") == 1)
        #expect(try pragma("user_version") == 1)
        #expect(throws: JournalError.self) {
            try database.run("INSERT INTO report VALUES ('nowhere', 1, 0, 0, x'00')")
        }
    }

    @Test func `a look at a journal that is in use changes nothing and sees it whole`() async throws {
        let journal = open()
        try await journal.accept(Sample.order(.schedule, 3), answer: Sample.draft(Sample.answer()))
        let seen = try SQLiteJournal.peek(path: path, device: .sample)
        #expect(seen.orders == [Sample.order(.schedule, 3)])
        #expect(seen.epoch == (try await journal.load().epoch))
        try await journal.append([Sample.draft(Sample.answer())])
        await journal.close()
    }

    @Test func `a look at a journal that is not there makes none`() {
        #expect(throws: JournalError.self) { try SQLiteJournal.peek(path: path, device: .sample) }
        #expect(Scratch.current.names.isEmpty)
    }

    @Test func `a report that JSON cannot say becomes the report of a fault`() async throws {
        let journal = open()
        try await journal.append([Sample.draft(Sample.health(uptime: .nan)), Sample.draft(Sample.answer("next"))])
        var record = Sample.broadcast("a")
        record.peakDecibels = -.infinity
        try await journal.record(record, report: Sample.draft(.asRun(record)))
        #expect(try await journal.waiting(.telemetry).isEmpty)
        let kinds = try await journal.waiting(.record).map(\.body.kind)
        #expect(kinds == ["fault", "answer", "fault"])
        await journal.close()
    }

    @Test func `what a long outage took of the disk is given back`() async throws {
        let journal = open()
        let epoch = try await journal.load().epoch
        try await journal.append((0..<2_000).map { Sample.draft(Sample.answer("\($0)")) })
        for number in 1...100 {
            try await journal.acknowledge(Acknowledgement(epoch: epoch, lane: .record, through: Int64(number) * 20))
        }
        await journal.close()
        #expect(try Bytes.of(path).count < 32 * 4_096)
        #expect(Scratch.current.names == ["journal.db"], "closed in order, it is one file")
    }

    @Test func `a journal that is dropped without being closed keeps what it was given`() async throws {
        try await open().append([Sample.draft(Sample.answer())])
        let again = open()
        #expect(try await again.waiting(.record).count == 1)
        await again.close()
    }

    @Test func `it needs less than a mebibyte`() throws {
        let figures = try WriterFigures(path: path)
        #expect(figures.used < 600_000, "SQLite's memory when at rest, bytes")
        #expect(figures.residentGrowth < 1_000_000, "what the process grew by, its code and its first pages apart")
    }
}
