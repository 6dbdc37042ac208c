import LoaModel

@testable import Scheduling

/// A device in miniature: the scheduler, a player without sound, and two clocks that tests turn by hand.
struct Rig {
    var scheduler: Scheduler
    var player: SimulatedPlayer
    var now: SchedulerTime
    var wake: Timestamp
    /// Everything asked for, with the time at which it was.
    var actions: [(at: Timestamp, action: SchedulerAction)] = []
    var records: [AsRun] = []
    var spans: [(id: BroadcastID, from: Timestamp, until: Timestamp?)] = []
    /// Bulletins that make the player fail, until taken out.
    var failing: [String: FaultCode] = [:]
    /// As `spans`, by the monotonic clock.
    var heard: [(id: BroadcastID, from: Int64, until: Int64?)] = []
    var keepsActions = true
    /// Called after every step that the rig makes.
    var check: (@Sendable (Rig) -> Void)?
    /// How many decisions were asked of the scheduler.
    var told = 0

    /// - Parameter lengths: seconds that a bulletin's content lasts; others sound for all of their time.
    init(
        at time: String, quiet: QuietHours = Plans.alwaysLoud, horns: HornPlan = .whole, lengths: [String: Double] = [:]
    ) throws {
        scheduler = Scheduler(quietHours: quiet, horns: horns)
        player = SimulatedPlayer { lengths[$0.id.bulletin] }
        now = SchedulerTime(wall: try Plans.time(time), wallIsKnown: true, monotonic: 5_000_000_000)
        wake = now.wall
    }

    /// A device that has booted with this timetable and nothing behind it.
    static func running(
        at time: String, _ timetable: Timetable, quiet: QuietHours = Plans.alwaysLoud, horns: HornPlan = .whole,
        lengths: [String: Double] = [:]
    ) throws -> Rig {
        var rig = try Rig(at: time, quiet: quiet, horns: horns, lengths: lengths)
        rig.tell(.started(DevicePast()))
        rig.tell(.timetable(timetable))
        return rig
    }

    @discardableResult
    mutating func tell(_ event: SchedulerEvent) -> [SchedulerAction] {
        told += 1
        note(event)
        let actions = scheduler.handle(event, at: now)
        for action in actions { carryOut(action) }
        return actions
    }

    private mutating func note(_ event: SchedulerEvent) {
        switch event {
        case .sounding(let id, let instant, _):
            spans.append((id, instant, nil))
            heard.append((id, now.monotonic(at: instant), nil))
        case .ended(let id, let end):
            guard let index = spans.lastIndex(where: { $0.id == id && $0.until == nil }) else { return }
            spans[index].until = end.at
            heard[index].until = now.monotonic(at: end.at)
        default: break
        }
    }

    private mutating func carryOut(_ action: SchedulerAction) {
        if keepsActions { actions.append((now.wall, action)) }
        switch action {
        case .play(let request):
            if let code = failing[request.id.bulletin] {
                let end = PlayEnd(cause: .failed(code), at: now.wall, frames: 0, rate: 0, mediaPosition: 0)
                tell(.ended(request.id, end))
            } else {
                player.play(request, now)
            }
        case .stop(let id, _): player.stop(id, now)
        case .record(let record): records.append(record)
        case .wake(let instant): wake = instant
        case .raise, .clear: break
        }
    }

    /// Lives on to a time of the wall clock: wakes when asked to, hears the player at once.
    mutating func run(until text: String) throws { run(until: try Plans.time(text)) }

    mutating func run(until end: Timestamp) {
        if wake > end, player.isIdle {
            now = now.advanced(toMonotonic: now.monotonic(at: end))
            return
        }
        hearPlayer()
        while true {
            let next = min(now.monotonic(at: min(wake, end)), player.nextEvent ?? .max)
            guard next > now.monotonic || wake < end else { break }
            now = now.advanced(toMonotonic: max(next, now.monotonic))
            if now.wall >= wake { tell(.tick) }
            hearPlayer()
            check?(self)
            if now.wall >= end { break }
        }
    }

    mutating func hearPlayer() {
        while let next = player.nextEvent, next <= now.monotonic {
            for event in player.events(now) { tell(event) }
        }
    }

    /// Somebody sets the wall clock; no time passes.
    mutating func setClock(_ text: String) throws {
        now.wall = try Plans.time(text)
        tell(.tick)
        hearPlayer()
    }

    mutating func trustClock(_ isKnown: Bool) {
        now.wallIsKnown = isKnown
        tell(.tick)
        hearPlayer()
    }

    /// What became of each broadcast: `a 05:00:00-05:10:00 played`, by time of its plan and name.
    var story: [String] {
        let ids = Set(spans.map(\.id)).union(records.map(\.broadcast))
        let sorted = ids.sorted { left, right in
            let (first, second) = (planned(left), planned(right))
            return first == second ? left < right : first < second
        }
        return sorted.map(line)
    }

    private func planned(_ id: BroadcastID) -> Timestamp { records.last { $0.broadcast == id }?.planned ?? .epoch }

    private func line(_ id: BroadcastID) -> String {
        var words = [id.bulletin]
        for span in spans where span.id == id { words.append("\(span.from.clock)-\(span.until?.clock ?? "")") }
        guard let last = records.last(where: { $0.broadcast == id }) else { return words.joined(separator: " ") }
        words.append(last.outcome.rawValue)
        if let reason = last.reason { words.append(reason.contains("@") ? "<" + reason.bulletin : reason) }
        return words.joined(separator: " ")
    }

    func finals(of bulletin: String) -> [AsRun] {
        records.filter { $0.event == .ended && $0.bulletin.text == bulletin }
    }

    /// The records' events of one bulletin, in order.
    func events(of bulletin: String) -> [AsRun.Event] {
        records.filter { $0.bulletin.text == bulletin }.map(\.event)
    }

    var plays: [PlayRequest] {
        actions.compactMap { if case .play(let request) = $0.action { request } else { nil } }
    }
}

extension BroadcastID {
    var bulletin: String { text.bulletin }
}

extension String {
    /// The bulletin in a broadcast id.
    var bulletin: String { String(split(separator: "/").last?.split(separator: "@").first ?? "") }
}

extension Timestamp {
    /// Time of day, UTC, with a fraction where there is one.
    var clock: String { String(description.dropFirst(11).dropLast()) }
}

extension SimulatedPlayer {
    /// For which tones last as long as they say.
    static func tones() -> SimulatedPlayer {
        SimulatedPlayer { if case .source(.tone(let seconds)) = $0.content { seconds } else { nil } }
    }
}
