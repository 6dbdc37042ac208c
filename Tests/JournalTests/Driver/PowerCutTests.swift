import CentreLink
import Journal
import LoaModel
import SQLiteJournal
import Testing

/// A log that ends anywhere, as a power cut leaves it.
@Suite(.scratch) struct PowerCutTests {
    @Test func `a log cut at any byte holds the first so many commits whole`() async throws {
        let path = Scratch.current / "journal.db"
        let journal = SQLiteJournal(path: path, device: .sample, boot: "boot-1")
        let epoch = try await journal.load().epoch
        for index in 0..<12 {
            try await journal.append((0..<3).map { Sample.draft(Sample.answer("\(index)-\($0)")) })
        }
        let database = try Bytes.of(path)
        let log = try Bytes.of(path + "-wal")
        try #require(log.count > 20 * 4_096, "the log holds all of it")
        await journal.close()

        var most = 0
        for length in stride(from: 0, through: log.count, by: 1_931) + [log.count] {
            let cut = Scratch.current / "cut-\(length).db"
            try Bytes.write(database, to: cut)
            try Bytes.write(log[..<length], to: cut + "-wal")
            let after = SQLiteJournal(path: cut, device: .sample, boot: "boot-2")
            let contents = try await after.load()
            #expect(contents.setAside == nil)
            let waiting = try await after.waiting(.record)
            #expect(waiting.count.isMultiple(of: 3), "a commit is there whole or not at all")
            #expect(waiting.count >= most, "a longer log holds no less")
            #expect(waiting.map(\.number) == (0..<waiting.count).map { Int64($0 + 1) })
            if !waiting.isEmpty { #expect(contents.epoch == epoch) }
            most = waiting.count
            await after.close()
        }
        #expect(most == 36)
    }
}
