public import LoaModel

/// What a device will do in a span of time: the timetable is lived through with a player that makes no sound.
/// Decided by the same `Scheduler` as on the device, so that there is one set of rules.
public struct DryRun {
    private let timetable: Timetable
    private let duration: (PlayRequest) -> Double?
    private var scheduler: Scheduler
    private var player: SimulatedPlayer
    private var now: SchedulerTime
    private var records: [BroadcastID: AsRun] = [:]
    private var spans: [BroadcastID: [PlanLine.Span]] = [:]

    /// - Parameter durations: seconds that a source lasts, nil where it is not known: then its bulletin's longest time.
    public init(
        _ timetable: Timetable, quietHours: QuietHours, horns: HornPlan = .whole,
        durations: @escaping (Source) -> Double?
    ) {
        self.timetable = timetable
        duration = { request in
            switch request.content {
            case .source(.tone(let seconds)): seconds
            case .source(let source): durations(source)
            case .alert: nil
            }
        }
        player = SimulatedPlayer(duration: duration)
        scheduler = Scheduler(quietHours: quietHours, horns: horns)
        now = SchedulerTime(wall: .epoch, wallIsKnown: true, monotonic: 0)
    }

    /// One line for each broadcast that is planned in the span or still in its time at the begin, in order.
    public mutating func lines(from: Timestamp, until: Timestamp) -> [PlanLine] {
        now = SchedulerTime(wall: from, wallIsKnown: true, monotonic: 0)
        tell(.started(DevicePast()))
        tell(.timetable(.empty))
        var wake = tell(.timetable(timetable))
        let open = Set(broadcasts(from, until).map(\.id))
        // What is planned to the end of the span is followed until it has ended, at most a day and two hours more.
        let last = until.adding(seconds: 94_000)
        while wake < last, now.wall < until || open.contains(where: { scheduler.index(of: $0) != nil }) {
            let next = min(now.monotonic(at: wake), player.nextEvent ?? .max)
            now = now.advanced(toMonotonic: next)
            wake = tell(.tick)
            for event in player.events(now) { wake = tell(event) }
        }
        return broadcasts(from, until).compactMap(line)
    }

    private func broadcasts(_ from: Timestamp, _ until: Timestamp) -> [PlannedBroadcast] {
        timetable.broadcasts(from: from.adding(seconds: -86_400), until: until)
    }

    private func line(_ broadcast: PlannedBroadcast) -> PlanLine? {
        guard let record = records[broadcast.id] else { return nil }
        return PlanLine(
            broadcast: broadcast, sounds: spans[broadcast.id] ?? [], outcome: record.outcome, reason: record.reason)
    }

    @discardableResult
    private mutating func tell(_ event: SchedulerEvent) -> Timestamp {
        note(event)
        var wake = now.wall
        for action in scheduler.handle(event, at: now) {
            switch action {
            case .play(let request): player.play(request, now)
            case .stop(let id, _): player.stop(id, now)
            case .record(let record): records[record.broadcast] = record
            case .wake(let instant): wake = instant
            case .raise, .clear: break
            }
        }
        return wake
    }

    private mutating func note(_ event: SchedulerEvent) {
        switch event {
        case .sounding(let id, let instant, _):
            spans[id, default: []].append(PlanLine.Span(from: instant, until: instant))
        case .ended(let id, let end):
            guard end.frames > 0, let count = spans[id]?.count, count > 0 else { return }
            spans[id]?[count - 1].until = end.at
        default: break
        }
    }
}
