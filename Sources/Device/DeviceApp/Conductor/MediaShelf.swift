public import LoaModel
import Playback

/// Which media lies ready, by hash, with its path, and which alerts wait for some. A value that the conductor keeps; the
/// media keeper tells it.
public struct MediaShelf: Sendable {
    private var paths: [MediaHash: String] = [:]
    private var awaited: [MediaHash: (sound: AwaitedSound, gain: Double)] = [:]

    public init() {}

    public mutating func add(_ hash: MediaHash, at path: String) {
        paths[hash] = path
        guard let waiting = awaited.removeValue(forKey: hash) else { return }
        waiting.sound.settle(.ready(path: path, gain: waiting.gain))
    }

    public mutating func remove(_ hash: MediaHash) { paths[hash] = nil }
    public func path(of hash: MediaHash) -> String? { paths[hash] }

    /// What an item that sounds already holds of media that is not here: the place where its file will be told.
    /// - Parameter gain: what brings it to the site's loudness, in dB.
    mutating func sound(of hash: MediaHash, gain: Double) -> AwaitedSound {
        let sound = awaited[hash]?.sound ?? AwaitedSound()
        awaited[hash] = (sound, gain)
        return sound
    }
}
