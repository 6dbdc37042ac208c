import LoaModel
import Playback
import Scheduling

/// One play request on its way through the player.
struct Piece: Sendable {
    enum State: Hashable {
        /// The player has it; sounding once the player said so.
        case playing
        /// The attention tone sounds in place of the message until its media arrives.
        case toneInPlace
        /// The tone in place was told to stop; the whole alert begins when it has.
        case replacingTone
    }

    var request: PlayRequest
    var state: State
    var isSounding = false

    /// What it cannot sound without.
    var media: MediaHash? {
        switch request.content {
        case .source(let source): source.media?.sha256
        case .alert(let alert): alert.source?.media?.sha256
        }
    }
}

extension PlayRequest {
    /// The request as an item of the player.
    /// - Parameter path: of the media, where it has some and it lies ready.
    func item(media path: String?, start: PlaybackStart) -> PlaybackItem {
        switch content {
        case .source(let source):
            PlaybackItem(
                id: id.text, segments: source.segments(media: path), start: start,
                lateness: start == .now ? .playWhole : .joinInProgress, priority: bulletinClass == .priority ? 1 : 0,
                offset: mediaOffset, gain: gainDecibels, maximumDuration: maximumSeconds)
        case .alert(let alert):
            PlaybackItem(
                id: id.text, segments: alert.segments(media: path), start: start, lateness: .playWhole, priority: 2,
                offset: mediaOffset, gain: gainDecibels, maximumDuration: maximumSeconds,
                repeats: alert.times, gap: alert.gapSeconds)
        }
    }
}

extension Source {
    fileprivate func segments(media path: String?) -> [PlaybackSegment] {
        switch self {
        case .media: path.map { [.file(path: $0)] } ?? []
        case .tone(let seconds): [.tone(seconds: seconds)]
        case .sweep(let seconds): [.sweep(seconds: seconds)]
        }
    }
}

extension Alert {
    /// Tone, then message. A message whose media is not there gives way to the tone: an alert is never silent.
    fileprivate func segments(media path: String?) -> [PlaybackSegment] {
        let message = source?.segments(media: path) ?? []
        let seconds = message.isEmpty ? max(3, toneSeconds) : toneSeconds
        return (seconds > 0 ? [.tone(seconds: seconds)] : []) + message
    }
}
