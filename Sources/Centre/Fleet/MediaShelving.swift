public import LoaModel

/// The centre's media files, by hash. Files are read by path, whoever serves them; no call blocks the caller's thread.
public protocol MediaShelving: Sendable {
    func find(_ hash: MediaHash) async throws(FleetStoreError) -> ShelvedMedia?
    func list(limit: Int, after: String?) async throws(FleetStoreError) -> Page<ShelvedMedia>
    func space() async throws(FleetStoreError) -> ShelfSpace
    /// Begins to receive a file. Nothing can be found under the hash before `MediaIntake.finish` has returned.
    /// - Parameter expected: bytes announced, or nil.
    func receive(_ hash: MediaHash, expected: Int?) async throws(MediaProblem) -> any MediaIntake
    /// - Returns: whether it was there.
    func remove(_ hash: MediaHash) async throws(FleetStoreError) -> Bool
}

/// A file on its way in. Either `finish` or `abandon` is called, once, last.
public protocol MediaIntake: Sendable {
    func append(_ bytes: [UInt8]) async throws(MediaProblem)
    /// Verifies and keeps the file: it is on the disk, and in the index, when this returns.
    func finish() async throws(MediaProblem) -> ShelvedMedia
    func abandon() async
}

public struct ShelvedMedia: Hashable, Sendable {
    public var hash: MediaHash
    public var bytes: Int
    public var added: Timestamp
    /// Where the file lies.
    public var path: String

    public init(hash: MediaHash, bytes: Int, added: Timestamp, path: String) {
        self.hash = hash
        self.bytes = bytes
        self.added = added
        self.path = path
    }
}

public struct ShelfSpace: Hashable, Sendable {
    public var usedBytes: Int64
    public var quotaBytes: Int64

    public init(usedBytes: Int64, quotaBytes: Int64) {
        self.usedBytes = usedBytes
        self.quotaBytes = quotaBytes
    }
}

/// Why a file was not kept.
public enum MediaProblem: Error, Hashable, Sendable {
    case tooLarge(limit: Int)
    case empty
    case hashMismatch(actual: String)
    case quotaExceeded(ShelfSpace)
    /// The disk said so.
    case storageFailed(String)
}
