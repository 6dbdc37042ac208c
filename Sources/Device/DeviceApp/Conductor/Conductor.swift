public import CivilCalendar
public import Hardware
public import Health
public import LoaModel
import Playback
public import Scheduling
public import Trust
public import Uplink

/// Carries out what the scheduler decides: joins its requests to the player, the clock's alarm, the journal and the
/// media. All decisions are the scheduler's; nothing here waits for a disk or the network.
public actor Conductor {
    var scheduler: Scheduler
    let player: any SoundPlayer
    let clock: any AlarmClock
    let reporter: Reporter
    let faults: FaultRegister
    let zones: @Sendable (String) -> ZoneRules?
    /// No earlier than this can it be: when the trust list was signed.
    let floor: Timestamp
    let aheadSeconds: Double
    let volume: VolumePlan
    /// The inputs that the site permits.
    let lines: Set<String>
    /// How the speaker sounded at installation; nil where nobody measured it.
    let calibration: @Sendable () -> SpeakerResponse?
    private let needs: AsyncStream<[MediaNeed]>.Continuation
    private let texts: AsyncStream<[SpeechNeed]>.Continuation
    /// The attention tone of alerts that name no length.
    let toneSeconds: Double
    let suspect: @Sendable (MediaHash) -> Void

    var shelf = MediaShelf()
    var spoken = SpeechShelf()
    var pieces: [BroadcastID: Piece] = [:]
    var evidence = EvidenceLedger()
    var horn = HornWatch()
    var schedules: [OrderStream: ScheduleEntry] = [:]
    var timetable = Timetable.empty
    /// Events that came out of carrying out actions, to be decided when those are done.
    var deferred: [SchedulerEvent] = []
    private var alarm: Timestamp?
    /// When the needs were told, by both clocks; nil before.
    private var needsTold: ClockReading?
    var output = HealthReport.Output.State.asleep
    var outputRate: Int?
    var lastBroadcast: BroadcastID?
    /// Who waits for the alarm clock to wake the conductor.
    var proofs: [AsyncStream<Void>.Continuation] = []
    /// Who waits for the last piece to end.
    var settling: CheckedContinuation<Void, Never>?

    /// A schedule with what the health report tells of it.
    struct ScheduleEntry {
        var inForce: ScheduleInForce
        var hash: String
    }

    /// - Parameters:
    ///   - needs: where the media of the coming hours are named, each time they change.
    ///   - texts: the same for what is to be spoken.
    ///   - aheadSeconds: how far ahead that looks.
    ///   - volume: how loud the site plays.
    ///   - calibration: what speaker tests are compared with.
    ///   - suspect: told of media that did not play to its end.
    public init(
        scheduler: Scheduler, player: any SoundPlayer, clock: any AlarmClock, reporter: Reporter,
        faults: FaultRegister, zones: @escaping @Sendable (String) -> ZoneRules?, floor: Timestamp,
        aheadSeconds: Double, toneSeconds: Double, volume: VolumePlan, lines: Set<String> = [],
        needs: AsyncStream<[MediaNeed]>.Continuation,
        texts: AsyncStream<[SpeechNeed]>.Continuation,
        calibration: @escaping @Sendable () -> SpeakerResponse? = { nil },
        suspect: @escaping @Sendable (MediaHash) -> Void
    ) {
        self.scheduler = scheduler
        self.player = player
        self.clock = clock
        self.reporter = reporter
        self.faults = faults
        self.zones = zones
        self.floor = floor
        self.aheadSeconds = aheadSeconds
        self.volume = volume
        self.lines = lines
        self.needs = needs
        self.calibration = calibration
        self.texts = texts
        self.toneSeconds = toneSeconds
        self.suspect = suspect
    }

    var time: SchedulerTime {
        let reading = clock.read()
        return SchedulerTime(
            wall: reading.wall, wallIsKnown: reading.isKnown(since: floor), monotonic: reading.monotonic.nanoseconds)
    }

    /// Decides on an event and carries out what follows, until nothing more follows.
    func decide(_ event: SchedulerEvent) {
        deferred.append(event)
        while !deferred.isEmpty {
            let next = deferred.removeFirst()
            for action in scheduler.handle(next, at: time) { perform(action) }
        }
    }

    private func perform(_ action: SchedulerAction) {
        switch action {
        case .stop(let id, let reason): stop(id, reason)
        case .play(let request): play(request)
        case .record(let record):
            lastBroadcast = record.broadcast
            reporter.record(evidence.complete(record))
        case .raise(let code, let originator, let detail): faults.raise(code, by: originator, detail)
        case .clear(let code, let originator): faults.clear(code, by: originator)
        case .wake(let instant): setAlarm(instant)
        }
    }

    /// While the clock is not known nobody tells when it becomes so: it is asked every ten seconds.
    private func setAlarm(_ wake: Timestamp) {
        // A proof's alarm is about to ring, and what it wakes sets the next.
        guard proofs.isEmpty else { return }
        let reading = clock.read()
        let wanted = reading.isKnown(since: floor) ? wake : min(wake, reading.wall.adding(seconds: 10))
        guard wanted != alarm || wanted <= reading.wall else { return }
        alarm = wanted
        clock.set(wanted)
    }

    // MARK: What the flows tell

    /// The device has booted. Comes first, once.
    public func begin(_ past: DevicePast, schedules orders: [AcceptedOrder], quietHours: QuietHours) {
        decide(.quietHours(quietHours))
        decide(.started(past))
        for order in orders { keepSchedule(of: order) }
        replan()
    }

    /// An order is in force from now on.
    public func take(_ accepted: AcceptedOrder) {
        let order = accepted.order
        switch order.body {
        case .schedule:
            keepSchedule(of: accepted)
            replan()
        case .alert(let alert): decide(.alert(ActiveAlert(order, alert)))
        case .cancel(let cancellation): decide(.cancel(order.issuer, cancellation))
        case .command(.speakerTest(let test)):
            decide(.speakerTest(order.issuer, test, ordered: Timestamp(seconds: order.issuedAt)))
        }
    }

    /// The alarm rang, or the clock was set.
    public func tick() {
        alarm = nil
        let proved = proofs
        proofs = []
        decide(.tick)
        for proof in proved { proof.finish() }
        tellNeeds(atLeastEvery: 3_600)
    }

    /// The daemon is about to end: what sounds fades out and stays open in its record. Returns when the player has
    /// said so, or after `giveUpSettling`.
    public func shutDown() async {
        decide(.shutDown)
        guard !pieces.isEmpty else { return }
        await withCheckedContinuation { settling = $0 }
    }

    /// The player took too long to end.
    public func giveUpSettling() {
        settling?.resume()
        settling = nil
    }

    private func keepSchedule(of accepted: AcceptedOrder) {
        guard let inForce = ScheduleInForce(accepted) else { return }
        schedules[accepted.order.stream] = ScheduleEntry(inForce: inForce, hash: accepted.hash)
    }

    private func replan() {
        timetable = Timetable(schedules.values.map(\.inForce), zones: zones)
        decide(.timetable(timetable))
        tellNeeds(atLeastEvery: 0)
    }

    /// Names the media of the coming hours, and of what plays or waits now; again at once when the clock was set, since
    /// the coming hours are others then.
    func tellNeeds(atLeastEvery seconds: Double) {
        let reading = clock.read()
        if let told = needsTold {
            let passed = Double(reading.monotonic.since(told.monotonic)) / 1e9
            let wasSet = abs(reading.wall.seconds(since: told.wall) - passed) > 60
            guard passed >= seconds || wasSet else { return }
        }
        needsTold = reading
        let coming = broadcastsHere(from: reading.wall, until: reading.wall.adding(seconds: aheadSeconds))
        let playing = pieces.values.flatMap { piece in piece.request.sources.map { ($0, reading.wall) } }
        let all = playing + coming.map { ($0.bulletin.source, $0.planned) }
        var media: [MediaHash: MediaNeed] = [:]
        var speech: [Speech: SpeechNeed] = [:]
        for (source, instant) in all {
            for needed in source.media where media[needed.sha256] == nil {
                media[needed.sha256] = MediaNeed(reference: needed, due: instant)
            }
            for needed in source.speech where speech[needed] == nil {
                speech[needed] = SpeechNeed(speech: needed, due: instant)
            }
        }
        needs.yield(media.values.sorted { $0.due < $1.due })
        spoken.keep(only: Set(speech.keys))
        texts.yield(speech.values.sorted { $0.due < $1.due })
    }
}

extension ActiveAlert {
    /// The alert of an accepted order.
    public init(_ order: Order, _ alert: Alert) {
        self.init(
            authority: order.issuer, alert: alert,
            broadcast: BroadcastID(
                authority: order.issuer, bulletin: alert.id, planned: Timestamp(seconds: order.issuedAt)),
            expires: Timestamp(seconds: order.expires))
    }
}
