public import LoaModel

/// Decides what sounds: schedules, alerts, quiet hours and clocks in, orders to the player and records out.
///
/// A value without clock, disk or sound; the same events at the same times give the same actions. Whoever holds it
/// hands it every event with both clocks read at that moment, carries out the actions in order, and sends `.tick` when
/// the `.wake` is due or the wall clock was set. At most one broadcast is given each horn at a time; every broadcast
/// that was due gets exactly one record whose event is `ended`.
public struct Scheduler: Sendable {
    public let limits: SchedulerLimits
    /// The site's horns and zones.
    let horns: HornPlan
    var quiet: QuietHours
    /// nil until the first `.timetable`.
    var window: PlanWindow?
    /// What is due, sounds or waits, in the order in which it came.
    var live: [LiveBroadcast] = []
    var finished = FinishedBroadcasts()
    /// From before the boot, until the timetable and the clock are known.
    var past: DevicePast?
    /// Everything planned up to here has come live.
    var covered: Timestamp?
    var clock = ClockMemory()
    var arrivals = 0
    var isShuttingDown = false
    var problems: [TimetableProblem] = []
    var actions = ActionList()
    /// How often it was worked out what is to be done: the cost of a life.
    private(set) var decisions = 0
    private var sleep: Sleep?

    public init(
        quietHours: QuietHours, horns: HornPlan = .whole, limits: SchedulerLimits = SchedulerLimits()
    ) {
        quiet = quietHours
        self.horns = horns
        self.limits = limits
    }

    /// Takes an event and says what is to be done about it. A `.tick` with nothing due costs next to nothing.
    /// - Parameter now: both clocks at the moment of the event; monotonic time never runs backwards.
    public mutating func handle(_ event: SchedulerEvent, at now: SchedulerTime) -> [SchedulerAction] {
        if case .tick = event, let sleep, sleep.isUndisturbed(at: now) { return [.wake(at: sleep.until)] }
        decisions &+= 1
        actions = ActionList()
        note(now)
        take(event, now)
        if !isShuttingDown { decide(now) }
        let until = nextWake(now)
        sleep = Sleep(since: now, until: until)
        return actions.inOrder + [.wake(at: until)]
    }

    private mutating func take(_ event: SchedulerEvent, _ now: SchedulerTime) {
        switch event {
        case .started(let past): start(past, now)
        case .tick: break
        case .timetable(let timetable): adopt(timetable, now)
        case .quietHours(let quietHours): quiet = quietHours
        case .alert(let alert): add(alert, now)
        case .cancel(let authority, let cancellation): cancel(authority, cancellation, now)
        case .speakerTest(let authority, let test, let ordered): add(test, of: authority, ordered: ordered, now)
        case .sounding(let id, let instant, let error): sounding(id, at: instant, errorMicroseconds: error, now)
        case .ended(let id, let end): ended(id, end, now)
        case .shutDown: shutDown(now)
        }
    }

    func chances(_ now: SchedulerTime) -> Chances { Chances(now: now, quiet: quiet, limits: limits) }

    func index(of id: BroadcastID) -> Int? { live.firstIndex { $0.id == id } }

    /// Whether it is for a horn of this site.
    public func isForThisSite(_ broadcast: PlannedBroadcast) -> Bool { !horns.reach(of: broadcast.bulletin).isNowhere }

    /// Broadcasts that have the horn, wait or are made ready: for tests and for people.
    public var isIdle: Bool { live.isEmpty }

    /// The broadcast that has the horn now, if any; of several the oldest.
    public var onHorn: BroadcastID? { live.first { $0.isOnHorn }?.id }
}

/// How long nothing is to be decided, and the clocks by which that was found.
private struct Sleep: Sendable {
    let since: SchedulerTime
    let until: Timestamp

    /// Whether it still holds: the wake is not due and nobody has set the clock meanwhile.
    func isUndisturbed(at now: SchedulerTime) -> Bool {
        guard now.wall < until, now.wallIsKnown == since.wallIsKnown else { return false }
        let drift = now.wall.nanoseconds(since: since.wall).saturatingMinus(
            now.monotonic.saturatingMinus(since.monotonic))
        return (-200_000_000...200_000_000).contains(drift)
    }
}
