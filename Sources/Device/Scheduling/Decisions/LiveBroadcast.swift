import LoaModel

/// A broadcast that is due, sounds, or waits; it leaves the scheduler with its final record.
struct LiveBroadcast: Sendable {
    enum Content: Sendable {
        /// - place: in the commune's stated order; `Int.max` when not named there.
        case bulletin(PlannedBroadcast, place: Int)
        case alert(ActiveAlert)
    }

    enum Phase: Sendable {
        /// Not with the player.
        case waiting
        /// With the player, for a start that is yet to come.
        case cued(Piece)
        /// Has the horn.
        case onHorn(Piece)
        /// Was told to stop, the player has yet to answer.
        case stopping(Piece, AfterStop, deadline: Int64)
    }

    enum AfterStop: Sendable {
        case wait
        case finish(AsRun.Outcome, String?)
        /// It was never due: no record.
        case forget
        case stayRunning
    }

    /// What last kept it from sounding.
    enum Setback: Sendable {
        case lost(to: BroadcastID)
        case failed(String)
    }

    let id: BroadcastID
    var content: Content
    /// The horns that it needs.
    let reach: HornReach
    /// Ordered for once, not of the timetable: a new timetable leaves it alone.
    var isOrdered = false
    /// Rises with each broadcast that came live: of two alerts the higher is the newer.
    let arrival: Int
    let arrived: Int64
    var phase = Phase.waiting
    /// Accumulates over all pieces; `started` is nil until something sounded.
    var record: AsRun
    /// Seconds that sounded in this boot.
    var sounded = 0.0
    /// Where the content's next piece goes on, if it goes on where it stopped.
    var mediaPosition = 0.0
    /// Set when it first sounds in this boot: when its content began by the clock, and the ends of its time.
    var begun: Begun?
    /// When another broadcast first had the horn in its stead, monotonic.
    var lostAt: Int64?
    var setback: Setback?
    /// Not tried again before this, monotonic.
    var retryAt = Int64.min
    var failures = 0
    /// Why it is recorded as missed, should it never sound.
    var missedReason: String
    /// Why a part of it did not sound, should it still be played.
    var note: String?

    struct Begun: Sendable {
        /// Monotonic instant at which the content's first second sounded or would have.
        var anchor: Int64
        var slotEnd: Int64
        var ownEnd: Int64
        /// Where the quiet hours cut it, by the clock as it was known when it began.
        var quietFrom: Int64?
    }

    var bulletinClass: BulletinClass { record.bulletinClass }
    var planned: Timestamp { record.planned }
    var isAlert: Bool { if case .alert = content { true } else { false } }
    var bulletin: Bulletin? { if case .bulletin(let broadcast, _) = content { broadcast.bulletin } else { nil } }

    var piece: Piece? {
        get {
            switch phase {
            case .waiting: nil
            case .cued(let piece), .onHorn(let piece), .stopping(let piece, _, _): piece
            }
        }
        set {
            guard let newValue else { return }
            switch phase {
            case .waiting: break
            case .cued: phase = .cued(newValue)
            case .onHorn: phase = .onHorn(newValue)
            case .stopping(_, let after, let deadline): phase = .stopping(newValue, after, deadline: deadline)
            }
        }
    }

    var isWaiting: Bool { if case .waiting = phase { true } else { false } }
    var isCued: Bool { if case .cued = phase { true } else { false } }
    var isOnHorn: Bool { if case .onHorn = phase { true } else { false } }
    /// Ends for good as soon as the player has answered.
    var isEnding: Bool { if case .stopping(_, .finish, _) = phase { true } else { false } }
    var isStopping: Bool { if case .stopping = phase { true } else { false } }
}

extension LiveBroadcast {
    init(
        _ broadcast: PlannedBroadcast, place: Int, reach: HornReach, arrival: Int, at now: SchedulerTime,
        missedReason: String, carrying record: AsRun? = nil
    ) {
        let bulletin = broadcast.bulletin
        self.init(
            id: broadcast.id, content: .bulletin(broadcast, place: place), reach: reach, arrival: arrival,
            arrived: now.monotonic,
            record: record
                ?? AsRun(
                    broadcast: broadcast.id, authority: broadcast.authority, bulletin: bulletin.id,
                    title: bulletin.title, bulletinClass: bulletin.bulletinClass, planned: broadcast.planned,
                    event: .started, outcome: .running),
            missedReason: reach.isNowhere ? RecordReason.noZone : missedReason)
        self.record.hornZones = reach.zones
    }

    init(
        _ alert: ActiveAlert, reach: HornReach, arrival: Int, at now: SchedulerTime, carrying record: AsRun? = nil
    ) {
        self.init(
            id: alert.broadcast, content: .alert(alert), reach: reach, arrival: arrival, arrived: now.monotonic,
            record: record
                ?? AsRun(
                    broadcast: alert.broadcast, authority: alert.authority, bulletin: alert.alert.id,
                    title: alert.alert.title, bulletinClass: .emergency, planned: now.wall, event: .started,
                    outcome: .running),
            missedReason: RecordReason.expired)
        self.record.hornZones = reach.zones
    }
}
