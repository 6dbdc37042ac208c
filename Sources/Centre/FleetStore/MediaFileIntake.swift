import Crypto
import Dispatch
import Fleet
import Foundation
import LoaModel
import Synchronization

/// A media file on its way to the disk: hashed as it comes, never whole in memory. Disk calls run on a queue of its own.
final class MediaFileIntake: MediaIntake {
    private struct Progress {
        var digest = SHA256()
        var received = 0
        var isOver = false
    }

    private let hash: MediaHash
    private let shelf: MediaShelf
    private let path: String
    private let most: Int
    private let file: FileHandle
    private let queue = DispatchQueue(label: "loa.media.intake")
    private let progress = Mutex(Progress())

    init(hash: MediaHash, shelf: MediaShelf, path: String, most: Int) throws {
        self.hash = hash
        self.shelf = shelf
        self.path = path
        self.most = most
        guard FileManager.default.createFile(atPath: path, contents: nil), let file = FileHandle(forWritingAtPath: path)
        else { throw FleetStoreError("\(path) cannot be made") }
        self.file = file
    }

    func append(_ bytes: [UInt8]) async throws(MediaProblem) {
        let total = progress.withLock { progress in
            progress.received += bytes.count
            return progress.received
        }
        guard total <= most else { throw .tooLarge(limit: most) }
        try await onQueue { [self] in
            progress.withLock { $0.digest.update(data: bytes) }
            try file.write(contentsOf: bytes)
        }
    }

    func finish() async throws(MediaProblem) -> ShelvedMedia {
        let (digest, received) = progress.withLock { (Array($0.digest.finalize()), $0.received) }
        guard received > 0 else { throw .empty }
        let actual: MediaHash
        do { actual = try MediaHash(digest: digest) } catch { throw .storageFailed("\(error)") }
        guard actual == hash else { throw .hashMismatch(actual: actual.hex) }
        try await onQueue { [self] in
            try file.synchronize()
            try file.close()
            let place = MediaShelf.path(of: hash, in: shelf.folder)
            try FileManager.default.createDirectory(
                atPath: (place as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
            // The same bytes by their hash: it is all one which of two that came together stays.
            guard rename(path, place) == 0 else {
                throw FleetStoreError("\(place): \(String(cString: strerror(errno)))")
            }
        }
        over()
        do { return try await shelf.keep(hash, bytes: received) } catch { throw .storageFailed("\(error)") }
    }

    func abandon() async {
        try? await onQueue { [self] in
            try? file.close()
            try? FileManager.default.removeItem(atPath: path)
        }
        over()
    }

    private func over() {
        let first = progress.withLock { progress in
            defer { progress.isOver = true }
            return !progress.isOver
        }
        if first { shelf.release(Int64(most)) }
    }

    private func onQueue(_ work: @escaping @Sendable () throws -> Void) async throws(MediaProblem) {
        let result: Result<Void, any Error> = await withCheckedContinuation { continuation in
            queue.async { continuation.resume(returning: Result(catching: work)) }
        }
        if case .failure(let error) = result { throw .storageFailed("\(error)") }
    }
}
