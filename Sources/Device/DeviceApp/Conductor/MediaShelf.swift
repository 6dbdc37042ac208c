public import LoaModel
import Playback

/// Which media lies ready, by hash, with its path, and which alerts wait for some. A value that the conductor keeps; the
/// media keeper tells it.
public struct MediaShelf: Sendable {
    private var paths: [MediaHash: String] = [:]
    private var awaited: [MediaHash: AwaitedSound] = [:]

    public init() {}

    public mutating func add(_ hash: MediaHash, at path: String) {
        paths[hash] = path
        awaited.removeValue(forKey: hash)?.settle(.ready(path: path))
    }

    public mutating func remove(_ hash: MediaHash) { paths[hash] = nil }
    public func path(of hash: MediaHash) -> String? { paths[hash] }

    /// What an item that sounds already holds of media that is not here: the place where its file will be told.
    mutating func sound(of hash: MediaHash) -> AwaitedSound {
        let sound = awaited[hash] ?? AwaitedSound()
        awaited[hash] = sound
        return sound
    }
}
