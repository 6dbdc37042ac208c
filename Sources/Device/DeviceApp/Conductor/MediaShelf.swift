public import LoaModel

/// Which media lies ready, by hash, with its path. A value that the conductor keeps; the media keeper tells it.
public struct MediaShelf: Sendable {
    private var paths: [MediaHash: String] = [:]

    public init() {}

    public mutating func add(_ hash: MediaHash, at path: String) { paths[hash] = path }
    public mutating func remove(_ hash: MediaHash) { paths[hash] = nil }
    public func path(of hash: MediaHash) -> String? { paths[hash] }
}
