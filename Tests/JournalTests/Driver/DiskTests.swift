import CentreLink
import Journal
import LoaModel
import SQLiteJournal
import Testing
import Trust

/// A disk that is full or cannot be written: what is there still plays, and what is new is kept once there is room.
@Suite(.scratch, .enabled(if: SmallDisk.canMount, "mounting a small disk needs root"))
struct DiskTests {
    private func journal(_ disk: SmallDisk) -> SQLiteJournal {
        SQLiteJournal(path: disk.path + "/journal.db", device: .sample, boot: "boot-1")
    }

    private let answer = Sample.draft(Sample.answer())

    @Test func `a full disk is said, and the journal goes on when there is room`() async throws {
        try await SmallDisk.with { disk in
            let journal = journal(disk)
            let epoch = try await journal.load().epoch
            try await journal.append([answer])
            try disk.fill()
            var kept = 1
            let full = await #expect(throws: JournalError.self) {
                // The log has some room of its own.
                while true {
                    try await journal.append([answer])
                    kept += 1
                }
            }
            #expect(full?.fault == .storageFull)
            await #expect(throws: JournalError.self) {
                try await journal.accept(Sample.order(.schedule, 1), answer: answer)
            }
            #expect(try await journal.waiting(.record).count == kept, "what is there can be read")
            try disk.free()
            try await journal.accept(Sample.order(.schedule, 1), answer: answer)
            #expect(try await journal.waiting(.record).map(\.number) == Array(1...Int64(kept + 1)))
            let contents = try await journal.load()
            #expect(contents.epoch == epoch && contents.setAside == nil && contents.orders.count == 1)
            await journal.close()
        }
    }

    @Test func `a disk that is full from the start gives a journal once there is room`() async throws {
        try await SmallDisk.with { disk in
            try disk.fill()
            let journal = journal(disk)
            let full = await #expect(throws: JournalError.self) { try await journal.load() }
            #expect(full?.fault == .storageFull)
            await #expect(throws: JournalError.self) { try await journal.append([answer]) }
            try disk.free()
            #expect(try await journal.load().setAside == nil)
            try await journal.append([answer])
            #expect(try await journal.waiting(.record).map(\.number) == [1])
            await journal.close()
        }
    }

    @Test func `what is there is read from a disk that is full`() async throws {
        try await SmallDisk.with { disk in
            let before = journal(disk)
            try await before.accept(Sample.order(.schedule, 1), answer: answer)
            await before.close()
            try disk.fill()
            let journal = journal(disk)
            #expect(try await journal.load().orders == [Sample.order(.schedule, 1)])
            try disk.free()
            try await journal.append([answer])
            #expect(try await journal.waiting(.record).map(\.number) == [1, 2])
            await journal.close()
        }
    }

    @Test(arguments: [true, false])
    func `a disk that cannot be written gives its contents, and takes more once it can`(
        closedInOrder: Bool
    ) async throws {
        try await SmallDisk.with { disk in
            do {
                let before = journal(disk)
                try await before.accept(Sample.order(.schedule, 1), answer: answer)
                if closedInOrder { await before.close() } else { try leaveAsAfterPowerCut(disk) }
            }
            try disk.remount("ro")
            let journal = journal(disk)
            #expect(try await journal.load().orders == [Sample.order(.schedule, 1)])
            let refused = await #expect(throws: JournalError.self) { try await journal.append([answer]) }
            #expect(refused?.fault == .storageReadOnly)
            try disk.remount("rw")
            try await journal.append([answer])
            #expect(try await journal.waiting(.record).map(\.number) == [1, 2])
            await journal.close()
        }
    }

    /// Puts the files back as they are now, log and all, after the journal that has them open was closed.
    private func leaveAsAfterPowerCut(_ disk: SmallDisk) throws {
        for suffix in ["", "-wal", "-shm"] {
            let path = disk.path + "/journal.db" + suffix
            let bytes = try Bytes.of(path)
            try Bytes.write(bytes, to: path + ".copy")
        }
        for suffix in ["", "-wal", "-shm"] {
            let path = disk.path + "/journal.db" + suffix
            try Bytes.move(path + ".copy", to: path)
        }
    }
}
