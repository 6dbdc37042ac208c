import LoaModel

/// A player without sound: takes requests, and tells when pieces begin and end as a perfect one would.
struct SimulatedPlayer {
    /// Seconds that a piece's content lasts in all; nil where it is not known: then it sounds for all of its time.
    let duration: (PlayRequest) -> Double?
    /// Nanoseconds that a stop takes to silence.
    var fade: Int64 = 0
    /// Nanoseconds from a request for `now` to its first frame.
    var delay: Int64 = 0
    /// Nanoseconds by which a timed start is missed.
    var lateness: Int64 = 0
    /// Takes requests and never answers.
    var isDead = false
    private var pieces: [BroadcastID: Piece] = [:]
    /// Any will do.
    private static let rate = 8_000

    private struct Piece {
        var request: PlayRequest
        var start: Int64
        var end: Int64
        var cause: PlayEnd.Cause
        var hasBegun = false
    }

    init(duration: @escaping (PlayRequest) -> Double?) { self.duration = duration }

    mutating func play(_ request: PlayRequest, _ now: SchedulerTime) {
        guard !isDead else { return }
        var start = now.monotonic.saturatingPlus(delay)
        if case .at(let instant) = request.start {
            start = max(now.monotonic, now.monotonic(at: instant)).saturatingPlus(lateness)
        }
        let left = duration(request).map { max(0, $0 - request.mediaOffset) }
        let seconds = min(left ?? .infinity, request.maximumSeconds)
        pieces[request.id] = Piece(
            request: request, start: start, end: start.saturatingPlus(.nanoseconds(seconds)),
            cause: seconds == left ? .completed : .reachedMaximum)
    }

    mutating func stop(_ id: BroadcastID, _ now: SchedulerTime) {
        guard var piece = pieces[id] else { return }
        let silent = piece.start > now.monotonic ? now.monotonic : now.monotonic.saturatingPlus(fade)
        guard piece.end > silent else { return }
        piece.end = silent
        piece.cause = .stopped
        pieces[id] = piece
    }

    mutating func forget(_ id: BroadcastID) { pieces[id] = nil }

    var isIdle: Bool { pieces.isEmpty }

    /// Who sounds at an instant.
    func sounding(at instant: Int64) -> [BroadcastID] {
        pieces.values.filter { $0.start <= instant && instant < $0.end }.map(\.request.id)
    }

    /// When it next has something to tell.
    var nextEvent: Int64? { pieces.values.map { $0.hasBegun || $0.start >= $0.end ? $0.end : $0.start }.min() }

    /// What it has to tell at `now`, oldest first.
    mutating func events(_ now: SchedulerTime) -> [SchedulerEvent] {
        var events: [SchedulerEvent] = []
        for id in pieces.keys.sorted() {
            guard var piece = pieces[id] else { continue }
            if !piece.hasBegun, piece.start <= now.monotonic, piece.start < piece.end {
                piece.hasBegun = true
                pieces[id] = piece
                let isTimed = piece.request.start != .now
                events.append(
                    .sounding(
                        id, at: now.wall(atMonotonic: piece.start), startErrorMicroseconds: isTimed ? 0 : nil))
            }
            guard piece.end <= now.monotonic else { continue }
            pieces[id] = nil
            let seconds = max(0, Double(piece.end.saturatingMinus(piece.start)) / 1e9)
            events.append(
                .ended(
                    id,
                    PlayEnd(
                        cause: piece.cause, at: now.wall(atMonotonic: piece.end),
                        frames: Int(seconds * Double(Self.rate)), rate: Self.rate,
                        mediaPosition: piece.request.mediaOffset + seconds)))
        }
        return events
    }
}
