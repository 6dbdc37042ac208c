import Hardware
import LoaModel
import Playback
import Scheduling

/// Which texts are spoken already, with their files, and which alerts wait for one. A value that the conductor keeps.
struct SpeechShelf: Sendable {
    private var ready: [Speech: SpokenText] = [:]
    private var awaited: [Speech: AwaitedSound] = [:]

    subscript(speech: Speech) -> SpokenText? { ready[speech] }

    /// What an item holds of a text that is not spoken yet: the place where its file will be told.
    mutating func sound(of speech: Speech) -> AwaitedSound {
        let sound = awaited[speech] ?? AwaitedSound()
        awaited[speech] = sound
        return sound
    }

    /// - Parameter volume: the gain of what alerts wait for.
    mutating func take(_ news: SpeechNews, _ volume: VolumePlan) {
        switch news {
        case .ready(let speech, let spoken):
            ready[speech] = spoken
            let gain = volume.gain(of: spoken, isAlert: true)
            awaited.removeValue(forKey: speech)?.settle(.ready(path: spoken.path, gain: gain))
        case .failed(let speech, let detail):
            // Kept: it may yet come, for the next time that the message is repeated.
            awaited[speech]?.settle(.given(up: detail))
        }
    }

    /// Forgets texts that nothing needs any more.
    mutating func keep(only needed: Set<Speech>) {
        ready = ready.filter { needed.contains($0.key) }
        for (speech, sound) in awaited where !needed.contains(speech) {
            sound.settle(.given(up: "it is not needed any more"))
            awaited[speech] = nil
        }
    }
}
