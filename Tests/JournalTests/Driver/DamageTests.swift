import CentreLink
import Foundation
import Journal
import LoaModel
import SQLiteJournal
import Testing
import Trust

/// A journal that cannot be used is put aside and begun anew; nothing that lies in its file makes a trap.
@Suite(.scratch) struct DamageTests {
    private var path: String { Scratch.current / "journal.db" }

    private func open() -> SQLiteJournal { SQLiteJournal(path: path, device: .sample, boot: "boot-1") }

    /// A journal with some content, closed in order. Returns its epoch.
    private func fill(reports: Int = 200) async throws -> String {
        let journal = open()
        let epoch = try await journal.load().epoch
        try await journal.accept(Sample.order(.schedule, 1), answer: Sample.draft(Sample.answer("owed")))
        try await journal.append((0..<reports).map { Sample.draft(Sample.answer("\($0)")) })
        await journal.close()
        return epoch
    }

    private func expectBegunAnew(after epoch: String, aside: String = "journal.corrupt-1") async throws {
        let journal = open()
        let contents = try await journal.load()
        #expect(contents.epoch != epoch)
        #expect(contents.orders.isEmpty)
        #expect(contents.setAside?.hasPrefix(Scratch.current / aside) == true)
        try await journal.append([Sample.draft(Sample.answer())])
        #expect(try await journal.waiting(.record).map(\.number) == [1])
        await journal.close()
        #expect(Scratch.current.names.contains(aside))
        let again = open()
        #expect(try await again.load().setAside == nil, "what was put aside is said once")
        await again.close()
    }

    @Test func `a header of garbage`() async throws {
        let epoch = try await fill()
        var bytes = try Bytes.of(path)
        bytes.replaceSubrange(0..<100, with: repeatElement(0xa5, count: 100))
        try Bytes.write(bytes, to: path)
        try await expectBegunAnew(after: epoch)
    }

    @Test func `a page that was torn`() async throws {
        let epoch = try await fill()
        var bytes = try Bytes.of(path)
        try #require(bytes.count > 5 * 4_096)
        for page in 2..<bytes.count / 4_096 {
            bytes.replaceSubrange(page * 4_096 + 512..<(page + 1) * 4_096, with: repeatElement(0, count: 3_584))
        }
        try Bytes.write(bytes, to: path)
        try await expectBegunAnew(after: epoch)
    }

    @Test func `a text file in its place`() async throws {
        try Bytes.write("This is no journal.\n".utf8, to: path)
        try await expectBegunAnew(after: "")
    }

    @Test func `the journal of another device, on a card that was copied`() async throws {
        let other = SQLiteJournal(path: path, device: try DeviceID("cum-02"), boot: "boot-1")
        let epoch = try await other.load().epoch
        await other.close()
        let journal = open()
        let contents = try await journal.load()
        #expect(contents.setAside?.contains("cum-02") == true)
        #expect(contents.epoch != epoch)
        await journal.close()
    }

    @Test func `the journal of a newer program`() async throws {
        let epoch = try await fill()
        var bytes = try Bytes.of(path)
        bytes.replaceSubrange(60..<64, with: [0, 0, 0, 99])  // user_version
        try Bytes.write(bytes, to: path)
        try await expectBegunAnew(after: epoch)
    }

    @Test func `an empty file is a new journal`() async throws {
        try Bytes.write([], to: path)
        let journal = open()
        #expect(try await journal.load().setAside == nil)
        await journal.close()
    }

    @Test func `only the last three that were put aside are kept`() async throws {
        for _ in 0..<5 {
            try Bytes.write("garbage, again, and more of it".utf8, to: path)
            let journal = open()
            #expect(try await journal.load().setAside != nil)
            await journal.close()
        }
        let aside = Scratch.current.names.filter { $0.contains("corrupt") }
        #expect(aside == ["journal.corrupt-3", "journal.corrupt-4", "journal.corrupt-5"])
    }

    @Test func `damage that shows while it is in use costs one call, not the daemon`() async throws {
        let epoch = try await fill(reports: 3_000)
        let journal = open()
        _ = try await journal.load()
        var bytes = try Bytes.of(path)
        for index in stride(from: 4_096, to: bytes.count, by: 7) { bytes[index] ^= 0x5a }
        let handle = try FileHandle(forUpdating: URL(fileURLWithPath: path))
        try handle.write(contentsOf: bytes)
        try handle.close()
        let error = await #expect(throws: JournalError.self) { try await journal.waiting(.record) }
        #expect(error?.fault == .journalCorrupt)
        try await journal.append([Sample.draft(Sample.answer())])
        #expect(try await journal.waiting(.record).map(\.number) == [1])
        let contents = try await journal.load()
        #expect(contents.setAside != nil && contents.epoch != epoch)
        await journal.close()
    }

    @Test func `whatever bytes are damaged, a journal comes of it`() async throws {
        _ = try await fill()
        let sound = try Bytes.of(path)
        var random = SystemRandomNumberGenerator()
        for _ in 0..<60 {
            var bytes = sound
            let length = Int.random(in: 1...600, using: &random)
            let start = Int.random(in: 0..<bytes.count - length, using: &random)
            for index in start..<start + length { bytes[index] = .random(in: 0...255, using: &random) }
            if Bool.random() { bytes.removeLast(.random(in: 0..<bytes.count)) }
            for name in Scratch.current.names { try FileManager.default.removeItem(atPath: Scratch.current / name) }
            try Bytes.write(bytes, to: path)
            let journal = open()
            _ = try await journal.load()
            // Damage that only shows here may cost one call.
            try? await journal.append([Sample.draft(Sample.answer()), Sample.draft(Sample.health())])
            try await journal.append([Sample.draft(Sample.answer()), Sample.draft(Sample.health())])
            _ = try await journal.outboxFigures()
            await journal.close()
        }
    }

    @Test func `a folder that is missing is said, and used once it is there`() async throws {
        let journal = SQLiteJournal(path: Scratch.current / "later/journal.db", device: .sample, boot: "b")
        let error = await #expect(throws: JournalError.self) { try await journal.load() }
        #expect(error?.detail.contains("later/journal.db") == true)
        try FileManager.default.createDirectory(
            atPath: Scratch.current / "later", withIntermediateDirectories: true)
        try await journal.append([Sample.draft(Sample.answer())])
        #expect(try await journal.waiting(.record).count == 1)
        await journal.close()
    }
}
