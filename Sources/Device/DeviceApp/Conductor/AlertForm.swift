import LoaModel
import Playback

/// How an alert sounds, after ISO 7240-16: the attention tone, then the message; again after each gap.
struct AlertForm: Hashable, Sendable {
    /// Of the tone before each message, 0 for none.
    let toneSeconds: Double

    /// A silence after which the tone is needed again, whatever the order says.
    static let longSilence = 10.0
    /// No tone that stands for a message is shorter.
    static let shortestTone = 3.0

    /// - Parameter toneSeconds: the device's own, for an alert that names none.
    init(_ alert: Alert, toneSeconds: Double) {
        let asked = alert.toneSeconds ?? toneSeconds
        self.toneSeconds =
            alert.gapSeconds >= Self.longSilence && alert.times > 1 ? max(asked, Self.shortestTone) : asked
    }

    /// - Parameter links: what may be the message, the best first; none where nothing can be had.
    func segments(_ links: [PlaybackLink]) -> [PlaybackSegment] {
        guard !links.isEmpty else { return [.tone(seconds: max(Self.shortestTone, toneSeconds))] }
        // Where no message sounds after all, a tone was heard all the same.
        let last: [PlaybackLink] = toneSeconds < Self.shortestTone ? [.tone(seconds: Self.shortestTone)] : []
        return (toneSeconds > 0 ? [.tone(seconds: toneSeconds)] : []) + [.chain(links + last)]
    }
}
