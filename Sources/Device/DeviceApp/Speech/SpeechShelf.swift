import LoaModel
import Playback

/// Which texts are spoken already, with their files, and which alerts wait for one. A value that the conductor keeps.
struct SpeechShelf: Sendable {
    private var paths: [Speech: String] = [:]
    private var awaited: [Speech: AwaitedSound] = [:]

    func path(of speech: Speech) -> String? { paths[speech] }

    /// What an item holds of a text: its file, or the place where it will be told.
    mutating func sound(of speech: Speech) -> AwaitedSound {
        if let path = paths[speech] { return AwaitedSound(.ready(path: path)) }
        let sound = awaited[speech] ?? AwaitedSound()
        awaited[speech] = sound
        return sound
    }

    mutating func take(_ news: SpeechNews) {
        switch news {
        case .ready(let speech, let path):
            paths[speech] = path
            awaited.removeValue(forKey: speech)?.settle(.ready(path: path))
        case .failed(let speech, let detail):
            // Kept: it may yet come, for the next time that the message is repeated.
            awaited[speech]?.settle(.given(up: detail))
        }
    }

    /// Forgets texts that nothing needs any more.
    mutating func keep(only needed: Set<Speech>) {
        paths = paths.filter { needed.contains($0.key) }
        for (speech, sound) in awaited where !needed.contains(speech) {
            sound.settle(.given(up: "it is not needed any more"))
            awaited[speech] = nil
        }
    }
}
