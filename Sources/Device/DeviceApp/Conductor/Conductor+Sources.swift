import Hardware
import Health
import LoaModel
import Playback
import Scheduling

/// Which of the sounds that a broadcast may make can be had.
extension Conductor {
    /// What the player is given.
    /// - Returns: nil for the segments where nothing can be had yet; `missing` names the first thing that could not.
    func sounds(for piece: Piece) -> (segments: [PlaybackSegment]?, missing: FaultCode?) {
        switch piece.request.content {
        case .source(let source):
            let (links, missing) = links(of: source, for: piece)
            return (links.isEmpty ? nil : links.segments, missing)
        case .alert(let alert): return (segments(of: alert, for: piece), nil)
        }
    }

    /// Tone, then message. Whatever of it cannot be had, the tone sounds: an alert is never silent.
    private func segments(of alert: Alert, for piece: Piece) -> [PlaybackSegment] {
        var links: [PlaybackLink] = []
        for source in piece.request.sources { links += self.links(of: source, for: piece, isAlert: true).links }
        // Behind a text that is awaited the recorded message may arrive while the tone sounds.
        let recorded = piece.request.sources.lazy.flatMap(\.media).first { $0.sha256 == piece.media }
        if alert.speech != nil, let recorded, shelf.path(of: recorded.sha256) == nil {
            let gain = volume.gain(of: recorded, isAlert: true)
            links.append(.awaited(shelf.sound(of: recorded.sha256, gain: gain)))
        }
        if alert.speech == nil, piece.media != nil, links.isEmpty { pieces[piece.request.id]?.state = .toneInPlace }
        let form = AlertForm(alert, toneSeconds: toneSeconds)
        return form.segments(links)
    }

    /// A bulletin plays what lies ready now; an alert may wait for its text, under its tone.
    private func links(
        of source: Source, for piece: Piece, isAlert: Bool = false
    ) -> (links: [PlaybackLink], missing: FaultCode?) {
        var links: [PlaybackLink] = []
        var missing: FaultCode?
        for link in source.chain {
            switch link {
            case .tone(let seconds): links.append(.tone(seconds: seconds))
            case .sweep(let seconds): links.append(.sweep(seconds: seconds))
            case .stream(let address, _): links.append(.stream(address: address))
            case .line(let name, _):
                // Not every site has the input that an order for an area names: what stands behind it is for the others.
                if lines.contains(name) {
                    links.append(.stream(address: LineAddress.of(name)))
                } else if links.isEmpty {
                    missing = missing ?? .lineUnavailable
                }
            case .media(let media):
                if let path = shelf.path(of: media.sha256) {
                    links.append(.file(path: path))
                } else if links.isEmpty || isAlert {
                    missing = missing ?? .mediaMissing
                    raiseMissing(.mediaMissing, by: "media/\(media.sha256)", piece)
                }
            case .speech(let speech, _):
                if let ready = spoken[speech] {
                    links.append(.file(path: ready.path))
                } else if isAlert {
                    links.append(.awaited(spoken.sound(of: speech)))
                    tellNeeds(atLeastEvery: 0)
                } else if links.isEmpty {
                    missing = missing ?? .speechUnavailable
                    raiseMissing(.speechUnavailable, by: speech.originator, piece)
                }
            }
        }
        return (links, missing)
    }

    private func raiseMissing(_ code: FaultCode, by originator: String, _ piece: Piece) {
        faults.raise(code, by: originator, "needed now by '\(piece.request.id)' and not here yet")
        if case .alert = piece.request.content { tellNeeds(atLeastEvery: 0) }
    }

    /// What became of a text.
    func take(_ news: SpeechNews) {
        spoken.take(news, volume)
        switch news {
        case .ready(let speech, _): faults.clear(.speechUnavailable, by: speech.originator)
        case .failed(let speech, let detail): faults.raise(.speechUnavailable, by: speech.originator, detail)
        }
    }

    /// Something of a piece's chain did not sound; what stands behind it does.
    func linkFailed(_ id: String, _ link: PlaybackLink, _ failure: PlaybackFailure) {
        guard let broadcast = try? BroadcastID(id), let piece = pieces[broadcast] else { return }
        pieces[broadcast]?.note = piece.note ?? failure.faultCode
        let hash = piece.media.flatMap { media in
            link == shelf.path(of: media).map { .file(path: $0) } ? media : nil
        }
        if let hash { suspect(hash) }
        let speech = piece.request.sources.lazy.flatMap(\.speech).first
        let part = link.originator ?? hash.map { "media/\($0)" } ?? speech?.originator ?? "player"
        faults.raise(failure.faultCode, by: part, failure.description)
    }

    /// A stream gives sound.
    func linkSounds(_ link: PlaybackLink) {
        guard let originator = link.originator else { return }
        faults.clear(.streamUnavailable, by: originator)
        faults.clear(.lineUnavailable, by: originator)
    }
}

extension Speech {
    /// Which part of the device a fault of it is of.
    var originator: String { "speech/\(voice ?? "standard")" }
}

extension PlaybackLink {
    /// Of a stream: its host; of an input: its name.
    fileprivate var originator: String? {
        guard case .stream(let address) = self else { return nil }
        if let name = LineAddress.name(in: address) { return "line/\(name)" }
        let place = address.drop { $0 != ":" }.dropFirst(3).prefix { !"/?#".contains($0) }
        return "stream/\(place)"
    }
}

extension [PlaybackLink] {
    /// One file alone is a piece of known length, into which one can join.
    fileprivate var segments: [PlaybackSegment] {
        if contains(where: { if case .stream = $0 { true } else { false } }) { return [.live(self)] }
        guard count == 1 else { return [.chain(self)] }
        return switch self[0] {
        case .file(let path): [.file(path: path)]
        case .tone(let seconds): [.tone(seconds: seconds)]
        case .sweep(let seconds): [.sweep(seconds: seconds)]
        case .awaited, .stream: [.chain(self)]
        }
    }
}
