import CentreLink
import LoaModel

/// Where the lanes of one device stand.
struct DeviceLanes: Sendable {
    /// A sound device has two: one epoch of two lanes. More come only from lost journals; the eldest give way.
    static let most = 16

    private struct Standing {
        var lane: LaneKey
        var through: Int64
        var gap: GapWatch?
    }

    /// The one used last stands last.
    private var standings: [Standing] = []

    mutating func place(_ lane: LaneKey, at through: Int64) {
        standings.append(Standing(lane: lane, through: through))
    }

    mutating func forgetGaps() {
        for index in standings.indices { standings[index].gap = nil }
    }

    mutating func receive(_ report: Report, in lane: LaneKey, at now: Timestamp) -> FleetLedger.Decision {
        var standing = take(lane)
        defer { standings.append(standing) }
        let through = standing.through
        if report.number <= through { return .duplicate(through: through) }
        if report.after > through {
            var watch = standing.gap ?? GapWatch(number: report.number)
            let proven = watch.sees(report.number, at: now)
            standing.gap = watch
            guard proven else { return .gap(through: through) }
            standing.gap = nil
            standing.through = report.number
            return .storePastLoss(through: report.number, missing: through + 1...report.after)
        }
        standing.gap = nil
        standing.through = report.number
        return .store(through: report.number)
    }

    private mutating func take(_ lane: LaneKey) -> Standing {
        if let index = standings.lastIndex(where: { $0.lane == lane }) { return standings.remove(at: index) }
        if standings.count >= Self.most { standings.removeFirst() }
        return Standing(lane: lane, through: 0)
    }
}
