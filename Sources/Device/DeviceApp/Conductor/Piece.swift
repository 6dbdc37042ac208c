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
    /// Why something else than what it should play sounded.
    var note: FaultCode?

    /// The recorded sound that it has, be it only for want of something better.
    var media: MediaHash? { request.sources.lazy.flatMap(\.media).first?.sha256 }
}

extension PlayRequest {
    /// All that it may sound, with the fallbacks inside.
    var sources: [Source] {
        switch content {
        case .source(let source): [source]
        case .alert(let alert): alert.message
        }
    }

    var isTest: Bool { if case .source(.sweep) = content { true } else { false } }

    /// The request as an item of the player.
    func item(segments: [PlaybackSegment], start: PlaybackStart) -> PlaybackItem {
        switch content {
        case .source:
            PlaybackItem(
                id: id.text, segments: segments, start: start,
                lateness: start == .now || segments.isLive ? .playWhole : .joinInProgress,
                priority: bulletinClass == .priority ? 1 : 0, offset: segments.isLive ? 0 : mediaOffset,
                gain: gainDecibels, maximumDuration: maximumSeconds, zones: reach.groups)
        case .alert(let alert):
            PlaybackItem(
                id: id.text, segments: segments, start: start, lateness: .playWhole, priority: 2,
                offset: mediaOffset, gain: gainDecibels, maximumDuration: maximumSeconds,
                repeats: alert.times, gap: alert.gapSeconds, zones: reach.groups, takesOver: true)
        }
    }
}

extension [PlaybackSegment] {
    /// Live sound is not joined late: it is always now.
    fileprivate var isLive: Bool { contains { if case .live = $0 { true } else { false } } }
}

extension Alert {
    /// What may be its message, the best first: its text, then what was recorded.
    fileprivate var message: [Source] {
        (speech.map { [.speech($0, fallback: nil)] } ?? []) + (source.map { [$0] } ?? [])
    }
}
