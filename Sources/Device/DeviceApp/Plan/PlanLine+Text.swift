public import CivilCalendar
import LoaModel
public import Scheduling
import Trust

extension PlanLine {
    /// One line: when by the zone's clocks, how long at most, what, and what keeps it from sounding.
    public func text(in zone: ZoneRules) -> String {
        let shown = sounds.map { "\(Self.clock($0.from, zone))-\(Self.clock($0.until, zone).suffix(8))" }
        let bulletin = broadcast.bulletin
        let place = bulletin.hornZones.map { $0.isEmpty ? "" : " in \($0.joined(separator: ", "))" } ?? ""
        let what =
            "\(bulletin.bulletinClass.rawValue.padded(8)) \(bulletin.title) (\(broadcast.authority)/\(bulletin.id))\(place)"
        guard !shown.isEmpty else {
            return "\(Self.clock(broadcast.planned, zone))  does not sound: \(why)  \(what)"
        }
        let rest = outcome == .played ? "" : "  [\(why)]"
        return "\(shown.joined(separator: ", "))  \(what)\(rest)"
    }

    private var why: String { reason ?? outcome.rawValue }

    private static func clock(_ instant: Timestamp, _ zone: ZoneRules) -> String {
        let civil = zone.civil(atUTC: instant.seconds)
        return "\(civil.date) \(civil.time)"
    }

    /// The same as one JSON object.
    public func json() throws -> String {
        struct Line: Encodable {
            struct Sounds: Encodable {
                var from: Timestamp
                var until: Timestamp
            }
            var broadcast: BroadcastID
            var title: String
            var planned: Timestamp
            var sounds: [Sounds]
            var outcome: AsRun.Outcome
            var reason: String?
            var zones: [String]?
        }
        let line = Line(
            broadcast: broadcast.id, title: broadcast.bulletin.title, planned: broadcast.planned,
            sounds: sounds.map { Line.Sounds(from: $0.from, until: $0.until) }, outcome: outcome, reason: reason,
            zones: broadcast.bulletin.hornZones)
        return String(decoding: try JSON.encode(line), as: UTF8.self)
    }
}

extension String {
    fileprivate func padded(_ width: Int) -> String { self + String(repeating: " ", count: max(0, width - count)) }
}
