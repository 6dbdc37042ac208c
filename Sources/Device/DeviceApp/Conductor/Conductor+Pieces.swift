import Hardware
import Health
public import LoaModel
public import Playback
import Scheduling

/// How requests become items of the player, and what the player says becomes events of the scheduler.
extension Conductor {
    /// A bulletin whose media is not here gives the horn back at once, and the scheduler asks again; an alert sounds
    /// its tone until the message arrives.
    func play(_ request: PlayRequest) {
        let piece = Piece(request: request, state: .playing)
        pieces[request.id] = piece
        begin(piece)
    }

    private func begin(_ piece: Piece) {
        let (found, missing) = sounds(for: piece)
        if let missing {
            pieces[piece.request.id]?.note = missing
            tellNeeds(atLeastEvery: 0)
        }
        guard let found else { return giveBack(piece, missing ?? .mediaMissing) }
        var item = piece.request.item(segments: found, start: start(of: piece.request))
        level(&item, of: piece.request)
        player.start(item)
    }

    /// Brings media and speech to the site's loudness and adds the volume of the hour at which it begins. Made sounds are as loud as
    /// they were made; alerts are the same at any hour, and so is a speaker test, which is compared with its calibration.
    private func level(_ item: inout PlaybackItem, of request: PlayRequest) {
        let isAlert = if case .alert = request.content { true } else { false }
        for media in request.sources.flatMap(\.media) {
            guard let path = shelf.path(of: media.sha256) else { continue }
            item.fileGains[path] = volume.gain(of: media, isAlert: isAlert)
        }
        for text in request.sources.flatMap(\.speech) {
            guard let ready = spoken[text] else { continue }
            item.fileGains[ready.path] = volume.gain(of: ready, isAlert: isAlert)
        }
        guard !isAlert, !request.isTest else { return }
        let instant = if case .at(let planned) = request.start { planned } else { clock.read().wall }
        item.gain += volume.hourly(at: instant)
    }

    private func start(of request: PlayRequest) -> PlaybackStart {
        guard case .at(let instant) = request.start else { return .now }
        return .at(clock.read().monotonic(at: instant))
    }

    func stop(_ id: BroadcastID, _ reason: StopReason) {
        guard pieces[id] != nil else { return }
        pieces[id]?.state = .playing
        player.stop(id.text, reason: "\(reason)")
    }

    /// Media lies ready now: an alert that waits for it begins anew with its message.
    public func arrived(_ hash: MediaHash, at path: String) {
        shelf.add(hash, at: path)
        faults.clear(.mediaMissing, by: "media/\(hash)")
        for piece in pieces.values where piece.media == hash && piece.state == .toneInPlace {
            pieces[piece.request.id]?.state = .replacingTone
            player.stop(piece.request.id.text, reason: "its message has arrived")
        }
    }

    /// Media was evicted or turned out damaged.
    public func vanished(_ hash: MediaHash) { shelf.remove(hash) }

    /// What the player tells.
    public func take(_ event: PlaybackEvent) {
        switch event {
        case .started(let id, let instant, let error): started(id, instant, error)
        case .ended(let id, let record): ended(id, record)
        case .linkFailed(let id, let link, let failure): linkFailed(id, link, failure)
        case .linkSounds(_, let link): linkSounds(link)
        case .outputReady(let format):
            outputRate = format.rate
            if output == .unavailable { output = .asleep }
            faults.clear(.outputUnavailable, by: "output")
        case .outputFault(let failure):
            output = .unavailable
            faults.raise(.outputUnavailable, by: "output", failure.description)
        case .amplifierFault(let failure): faults.raise(.amplifierUnavailable, by: "amplifier", failure.description)
        case .amplifierReady: faults.clear(.amplifierUnavailable, by: "amplifier")
        case .amplifierCut(let seconds):
            faults.raise(.amplifierOnTooLong, by: "amplifier", "it was on for \(Int(seconds)) s and is switched off")
        case .amplifierRested: faults.clear(.amplifierOnTooLong, by: "amplifier")
        case .heard(let id, let hearing): heard(id, hearing)
        case .swept(let id, let hearing, let response): swept(id, hearing, response)
        case .inputFault(let failure): faults.raise(.microphoneUnavailable, by: "microphone", failure.description)
        case .inputReady: faults.clear(.microphoneUnavailable, by: "microphone")
        }
    }

    private func started(_ id: String, _ instant: MonotonicTime, _ error: Int64) {
        guard let broadcast = try? BroadcastID(id), let piece = pieces[broadcast] else { return }
        pieces[broadcast]?.isSounding = true
        output = .playing
        // What starts takes its horns: the fade of the one before begins with the first sample of this one.
        let reach = piece.request.reach
        for other in pieces.values
        where other.isSounding && other.request.id != broadcast && other.request.reach.meets(reach) {
            player.stop(other.request.id.text, reason: "\(StopReason.preempted(by: broadcast))")
        }
        let isPlanned = if case .at = piece.request.start { true } else { false }
        decide(
            .sounding(
                broadcast, at: clock.read().wall(at: instant),
                startErrorMicroseconds: isPlanned ? Int(clamping: error / 1_000) : nil))
    }

    private func ended(_ id: String, _ record: PlaybackRecord) {
        guard let broadcast = try? BroadcastID(id), let piece = pieces[broadcast] else { return }
        if piece.state == .replacingTone {
            pieces[broadcast]?.state = .playing
            pieces[broadcast]?.isSounding = false
            pieces[broadcast]?.request.start = .now
            if let piece = pieces[broadcast] { begin(piece) }
            return
        }
        pieces[broadcast] = nil
        if !pieces.values.contains(where: \.isSounding), output == .playing { output = .asleep }
        judge(record, of: piece)
        decide(.ended(broadcast, playEnd(record, note: piece.note)))
        if pieces.isEmpty { giveUpSettling() }
    }

    /// Ends a piece that never reached the player.
    private func giveBack(_ piece: Piece, _ code: FaultCode) {
        pieces[piece.request.id] = nil
        deferred.append(
            .ended(
                piece.request.id,
                PlayEnd(
                    cause: .failed(code), at: clock.read().wall, frames: 0, rate: outputRate ?? 0,
                    mediaPosition: piece.request.mediaOffset)))
    }

    /// Raises and clears the faults that a piece's end shows.
    private func judge(_ record: PlaybackRecord, of piece: Piece) {
        let originator = piece.media.map { "media/\($0)" } ?? "player"
        if case .failed(let failure) = record.outcome, failure.isOfLiveSound {
            // Told already, link by link, with the stream's own name.
        } else if case .failed(let failure) = record.outcome {
            faults.raise(failure.faultCode, by: failure.isOfOutput ? "output" : originator, failure.description)
            if !failure.isOfOutput, let hash = piece.media { suspect(hash) }
        } else if record.frames > 0 {
            faults.clear(.mediaUnreadable, by: originator)
        }
        if record.underruns > 0 {
            faults.raise(.outputUnderrun, by: "output", "\(record.underruns) times during '\(piece.request.id)'")
        } else if record.frames > 0 {
            faults.clear(.outputUnderrun, by: "output")
        }
    }

    private func playEnd(_ record: PlaybackRecord, note: FaultCode?) -> PlayEnd {
        let cause: PlayEnd.Cause =
            switch record.outcome {
            case .completed: .completed
            case .stopped: .stopped
            case .reachedMaximum: .reachedMaximum
            case .failed(let failure): .failed(failure.faultCode)
            }
        return PlayEnd(
            cause: cause, at: clock.read().wall(at: record.ended), frames: record.frames, rate: record.rate,
            mediaPosition: record.position, peakDecibels: record.peak.isFinite ? record.peak : nil,
            meanDecibels: record.level.isFinite ? record.level : nil,
            gainDecibels: record.frames > 0 ? record.gain : nil, underruns: record.underruns,
            lostOutput: record.lostOutput, lateFrames: record.lateFrames, note: record.frames > 0 ? note : nil)
    }
}

extension PlaybackFailure {
    var faultCode: FaultCode {
        switch self {
        case .media(let failure) where failure.code == .unreachable: .streamUnavailable
        case .media(let failure) where failure.code == .noInput: .lineUnavailable
        case .media, .decoderStalled: .mediaUnreadable
        case .speech: .speechUnavailable
        case .output, .tooManyItems: .outputUnavailable
        }
    }

    var isOfLiveSound: Bool { faultCode == .streamUnavailable || faultCode == .lineUnavailable }

    var isOfOutput: Bool { faultCode == .outputUnavailable }
}
