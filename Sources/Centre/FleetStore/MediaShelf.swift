public import Fleet
import Foundation
import GRDB
public import LoaModel
import Synchronization

/// Media files in a folder, `ab/abcd...` by hash, with their index in the database. What is in the index is on the disk
/// whole and verified; what lies in `incoming` is not yet.
public final class MediaShelf: MediaShelving {
    let folder: String
    let quotaBytes: Int64
    private let database: FleetDatabase
    private let clock: @Sendable () -> Timestamp
    /// Bytes promised to files on their way in.
    private let promised = Mutex<Int64>(0)

    /// Makes the folder, throws away what was left half received, and forgets files that are no longer there.
    public init(
        folder: String, quotaBytes: Int64, database: FleetDatabase, clock: @escaping @Sendable () -> Timestamp
    ) throws(FleetStoreError) {
        self.folder = folder
        self.quotaBytes = quotaBytes
        self.database = database
        self.clock = clock
        do {
            try? FileManager.default.removeItem(atPath: folder + "/incoming")
            try FileManager.default.createDirectory(atPath: folder + "/incoming", withIntermediateDirectories: true)
            try forgetMissing()
        } catch {
            throw FleetStoreError("\(folder) cannot be used for media: \(error); check its rights and space")
        }
    }

    public func find(_ hash: MediaHash) async throws(FleetStoreError) -> ShelvedMedia? {
        try await database.read { [folder] database in
            try Row.fetchOne(database, sql: "SELECT * FROM media WHERE sha256 = ?", arguments: [hash.hex])
                .flatMap { Self.media($0, in: folder) }
        }
    }

    public func list(limit: Int, after: String?) async throws(FleetStoreError) -> Page<ShelvedMedia> {
        try await database.read { [folder] database in
            let rows = try Row.fetchAll(
                database, sql: "SELECT * FROM media WHERE sha256 > ? ORDER BY sha256 LIMIT ?",
                arguments: [after ?? "", limit &+ 1])
            let shown = rows.prefix(limit).compactMap { Self.media($0, in: folder) }
            return Page(elements: shown, next: rows.count > limit ? shown.last?.hash.hex : nil)
        }
    }

    public func space() async throws(FleetStoreError) -> ShelfSpace {
        let used = try await database.read { database in
            try Int64.fetchOne(database, sql: "SELECT coalesce(sum(bytes), 0) FROM media") ?? 0
        }
        return ShelfSpace(usedBytes: used, quotaBytes: quotaBytes)
    }

    public func receive(_ hash: MediaHash, expected: Int?) async throws(MediaProblem) -> any MediaIntake {
        if let expected {
            guard expected <= MediaReference.maximumBytes else {
                throw .tooLarge(limit: MediaReference.maximumBytes)
            }
            guard expected > 0 else { throw .empty }
        }
        // Where the size is not announced, the largest is promised, so that files that come together cannot pass it.
        let most = Int64(expected ?? MediaReference.maximumBytes)
        try await promise(most)
        do {
            return try MediaFileIntake(
                hash: hash, shelf: self, path: "\(folder)/incoming/\(UUID().uuidString)", most: Int(most))
        } catch {
            release(most)
            throw .storageFailed("\(error)")
        }
    }

    public func remove(_ hash: MediaHash) async throws(FleetStoreError) -> Bool {
        let path = Self.path(of: hash, in: folder)
        let removed = try await database.write { database in
            try database.execute(sql: "DELETE FROM media WHERE sha256 = ?", arguments: [hash.hex])
            return database.changesCount > 0
        }
        if removed { try? FileManager.default.removeItem(atPath: path) }
        return removed
    }

    func keep(_ hash: MediaHash, bytes: Int) async throws(FleetStoreError) -> ShelvedMedia {
        let added = clock()
        try await database.write { database in
            try database.execute(
                sql: "INSERT OR IGNORE INTO media (sha256, bytes, added) VALUES (?, ?, ?)",
                arguments: [hash.hex, bytes, added.nanoseconds])
        }
        return ShelvedMedia(hash: hash, bytes: bytes, added: added, path: Self.path(of: hash, in: folder))
    }

    func release(_ bytes: Int64) { promised.withLock { $0 -= bytes } }

    static func path(of hash: MediaHash, in folder: String) -> String { "\(folder)/\(hash.hex.prefix(2))/\(hash.hex)" }

    private func promise(_ bytes: Int64) async throws(MediaProblem) {
        let space: ShelfSpace
        do { space = try await self.space() } catch { throw .storageFailed("\(error)") }
        let fits = promised.withLock { promised in
            guard space.usedBytes + promised + bytes <= quotaBytes else { return false }
            promised += bytes
            return true
        }
        guard fits else { throw .quotaExceeded(space) }
    }

    private func forgetMissing() throws {
        try database.pool.write { [folder] database in
            for row in try Row.fetchAll(database, sql: "SELECT * FROM media") {
                let bytes = Self.media(row, in: folder)
                    .flatMap { try? FileManager.default.attributesOfItem(atPath: $0.path)[.size] as? Int }
                if bytes != row["bytes"] as Int {
                    try database.execute(sql: "DELETE FROM media WHERE sha256 = ?", arguments: [row["sha256"]])
                }
            }
        }
    }

    private static func media(_ row: Row, in folder: String) -> ShelvedMedia? {
        guard let hash = try? MediaHash(row["sha256"] as String) else { return nil }
        return ShelvedMedia(
            hash: hash, bytes: row["bytes"], added: Timestamp(nanoseconds: row["added"]),
            path: path(of: hash, in: folder))
    }
}
