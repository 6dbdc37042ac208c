public import LoaModel

/// A verified file in the media folder.
public struct StoredMedia: Hashable, Sendable {
    public var hash: MediaHash
    public var bytes: Int
    public var lastNeeded: Timestamp

    public init(hash: MediaHash, bytes: Int, lastNeeded: Timestamp) {
        self.hash = hash
        self.bytes = bytes
        self.lastNeeded = lastNeeded
    }
}
