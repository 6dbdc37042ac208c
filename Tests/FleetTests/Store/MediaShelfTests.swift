import Crypto
import Fleet
import FleetStore
import Foundation
import LoaModel
import Testing

@Suite struct `The media shelf` {
    private let folder: Folder
    private let database: FleetDatabase
    private let shelf: MediaShelf

    init() throws {
        folder = try Folder()
        database = try FleetDatabase(folder: folder.path)
        shelf = try MediaShelf(
            folder: folder.path + "/media", quotaBytes: 1_000, database: database, clock: { Sample.now })
    }

    private func hash(_ bytes: [UInt8]) throws -> MediaHash { try MediaHash(digest: SHA256.hash(data: bytes)) }

    private func put(_ bytes: [UInt8], as hash: MediaHash? = nil, announced: Bool = true) async throws {
        let intake = try await shelf.receive(hash ?? self.hash(bytes), expected: announced ? bytes.count : nil)
        do {
            try await intake.append(bytes)
            _ = try await intake.finish()
        } catch {
            await intake.abandon()
            throw error
        }
    }

    @Test func `what is kept is found whole, also after a restart`() async throws {
        let bytes: [UInt8] = Array(0..<200)
        try await put(bytes)
        let again = try MediaShelf(
            folder: folder.path + "/media", quotaBytes: 1_000, database: database, clock: { Sample.now })
        let found = try #require(try await again.find(try hash(bytes)))
        #expect(FileManager.default.contents(atPath: found.path) == Data(bytes))
        #expect(try await again.space() == ShelfSpace(usedBytes: 200, quotaBytes: 1_000))
    }

    @Test func `bytes of another hash are not kept`() async throws {
        let wrong = try hash([1])
        await #expect(throws: MediaProblem.hashMismatch(actual: try hash([2]).hex)) { try await put([2], as: wrong) }
        #expect(try await shelf.find(wrong) == nil)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path + "/media/incoming").isEmpty)
    }

    @Test func `the quota counts files on their way in`() async throws {
        let first = try await shelf.receive(try hash([1]), expected: 600)
        await #expect(throws: MediaProblem.quotaExceeded(ShelfSpace(usedBytes: 0, quotaBytes: 1_000))) {
            _ = try await shelf.receive(try hash([2]), expected: 600)
        }
        await first.abandon()
        let second = try await shelf.receive(try hash([2]), expected: 600)
        await second.abandon()
        await second.abandon()
    }

    @Test func `more than was announced is refused`() async throws {
        let intake = try await shelf.receive(try hash([1]), expected: 1)
        await #expect(throws: MediaProblem.tooLarge(limit: 1)) { try await intake.append([1, 2]) }
        await intake.abandon()
    }

    @Test(arguments: [0, MediaReference.maximumBytes + 1]) func `sizes that cannot be are refused`(size: Int)
        async throws
    {
        await #expect(throws: MediaProblem.self) { _ = try await shelf.receive(try hash([1]), expected: size) }
    }

    @Test func `a file that has gone from the disk is forgotten`() async throws {
        try await put([1, 2, 3])
        let path = try #require(try await shelf.find(try hash([1, 2, 3]))).path
        try FileManager.default.removeItem(atPath: path)
        let again = try MediaShelf(
            folder: folder.path + "/media", quotaBytes: 1_000, database: database, clock: { Sample.now })
        #expect(try await again.find(try hash([1, 2, 3])) == nil)
    }
}
