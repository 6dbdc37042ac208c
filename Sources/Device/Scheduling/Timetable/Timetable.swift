public import CivilCalendar
public import LoaModel

/// All schedules in force, joined: what is planned when. A value; nothing in it knows what time it is.
public struct Timetable: Hashable, Sendable {
    /// What cannot be planned, and why.
    public let problems: [TimetableProblem]
    /// The stated order among priority bulletins, of the schedule nearest to the device: the first wins.
    let priorityOrder: [String]
    private let lines: [Line]

    /// A bulletin with all that is needed to tell when it comes.
    private struct Line: Hashable, Sendable {
        var authority: AuthorityID
        var nearness: Int
        var bulletin: Bulletin
        var zone: ZoneRules
        var validFrom: Timestamp?
        var validUntil: Timestamp?
    }

    /// No schedule in force.
    public static let empty = Timetable([]) { _ in nil }

    /// - Parameters:
    ///   - schedules: at most one for each authority and area. Where an authority plans the same bulletin at the same
    ///     instant in two areas, the nearer one's counts.
    ///   - zones: the rules of an IANA zone, nil when the system does not know it. Called once for each name.
    public init(_ schedules: [ScheduleInForce], zones: (String) -> ZoneRules?) {
        var known: [String: ZoneRules?] = [:]
        var lines: [Line] = []
        var problems: [TimetableProblem] = []
        let sorted = schedules.sorted { ($0.nearness, $1.authority) > ($1.nearness, $0.authority) }
        for entry in sorted {
            for bulletin in entry.schedule.bulletins {
                let name = bulletin.zone ?? entry.schedule.zone
                let rules = known[name] ?? zones(name)
                known[name] = .some(rules)
                guard let rules else {
                    problems.append(.unknownZone(name, bulletin.id, entry.authority))
                    continue
                }
                lines.append(
                    Line(
                        authority: entry.authority, nearness: entry.nearness, bulletin: bulletin, zone: rules,
                        validFrom: entry.schedule.validFrom, validUntil: entry.schedule.validUntil))
            }
        }
        self.lines = lines
        self.problems = problems
        let nearest = sorted.prefix { $0.nearness == sorted.first?.nearness }
        priorityOrder = nearest.lazy.map(\.schedule.priorityOrder).first { !$0.isEmpty } ?? []
    }

    /// How many bulletins can be planned.
    public var count: Int { lines.count }

    /// Every broadcast planned in `from ..< until`, by start, then nearness of the area, then name; none twice.
    ///
    /// The work is bounded by the number of bulletins and days (for rules with COUNT: the days from their start).
    public func broadcasts(from: Timestamp, until: Timestamp) -> [PlannedBroadcast] {
        var found: [PlannedBroadcast] = []
        for line in lines { Self.add(line, from, until, to: &found) }
        found.sort(by: PlannedBroadcast.precedes)
        var seen: Set<BroadcastID> = []
        return found.filter { seen.insert($0.id).inserted }
    }

    /// The broadcast of one bulletin at one instant, or nothing.
    func planned(_ authority: AuthorityID, _ bulletin: BulletinID, at instant: Timestamp) -> [PlannedBroadcast] {
        var found: [PlannedBroadcast] = []
        for line in lines where line.authority == authority && line.bulletin.id == bulletin {
            Self.add(line, instant, instant.adding(nanoseconds: 1), to: &found)
        }
        return Array(found.sorted(by: PlannedBroadcast.precedes).prefix(1))
    }

    private static func add(
        _ line: Line, _ from: Timestamp, _ until: Timestamp, to found: inout [PlannedBroadcast]
    ) {
        let first = max(from, line.validFrom ?? from)
        let end = min(until, line.validUntil ?? until)
        guard first < end else { return }
        let instants = line.bulletin.recurrence.instants(
            fromUTC: first.roundedUp, untilUTC: end.roundedUp, in: line.zone, limit: .max)
        for instant in instants {
            found.append(
                PlannedBroadcast(
                    authority: line.authority, nearness: line.nearness, bulletin: line.bulletin,
                    planned: Timestamp(seconds: instant.utcSeconds)))
        }
    }

    /// Which place a priority broadcast has in the stated order; those it does not name come last.
    func priorityPlace(of broadcast: PlannedBroadcast) -> Int {
        let authority = broadcast.authority.text
        let bulletin = "\(authority)/\(broadcast.bulletin.id)"
        return priorityOrder.firstIndex { $0 == bulletin || $0 == authority } ?? Int.max
    }
}

extension Timestamp {
    /// The first whole second that is not before it.
    fileprivate var roundedUp: Int64 { nanoseconds % 1_000_000_000 > 0 ? seconds + 1 : seconds }
}

extension TimetableProblem {
    fileprivate static func unknownZone(
        _ zone: String, _ bulletin: BulletinID, _ authority: AuthorityID
    ) -> TimetableProblem {
        TimetableProblem(
            code: .zoneUnknown, originator: "schedule/\(authority)/\(bulletin)",
            detail: "'\(bulletin)' of '\(authority)' is not planned: this system does not know the zone '\(zone)'.")
    }
}
