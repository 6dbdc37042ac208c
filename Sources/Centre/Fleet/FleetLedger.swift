public import CentreLink
public import LoaModel

/// Which reports are new: decides from numbers alone, so that nothing is stored twice and nothing is acknowledged
/// that is not stored.
///
/// Within a lane the reports of a device hang together by number and `after`. One whose `after` lies above what is
/// stored shows that something is missing before it: it is left, and only what is stored is acknowledged, so that the
/// device sends again from there.
public struct FleetLedger: Sendable {
    /// What to do with a report; where there is a number, the lane is acknowledged through it once all is committed.
    public enum Decision: Hashable, Sendable {
        case store(through: Int64)
        /// As `store`; but the device can no longer give the reports `missing`, which is put on record.
        case storePastLoss(through: Int64, missing: ClosedRange<Int64>)
        case duplicate(through: Int64)
        case gap(through: Int64)
        /// Its numbers contradict each other; the sentence says how. Nothing is acknowledged.
        case malformed(String)
    }

    private var devices: [DeviceID: DeviceLanes] = [:]

    public init(_ positions: [LanePosition] = []) {
        for position in positions {
            devices[position.device, default: DeviceLanes()].place(position.lane, at: position.through)
        }
    }

    /// Decides and counts the report as stored. When the store then fails, the ledger is to be read from it again.
    public mutating func receive(_ report: Report, at now: Timestamp) -> Decision {
        if let fault = Self.contradiction(in: report) { return .malformed(fault) }
        let lane = LaneKey(epoch: report.epoch, lane: report.lane)
        return devices[report.device, default: DeviceLanes()].receive(report, in: lane, at: now)
    }

    /// Messages were thrown away on this side: gaps seen so far prove nothing of the devices.
    public mutating func noteDroppedMessages() {
        for device in devices.keys { devices[device]?.forgetGaps() }
    }

    private static func contradiction(in report: Report) -> String? {
        guard report.number >= 1, report.after >= 0, report.after < report.number else {
            return "n \(report.number) after \(report.after): n is 1 or more, and after lies below it"
        }
        guard (1...64).contains(report.epoch.utf8.count), (1...64).contains(report.boot.utf8.count) else {
            return "epoch and boot have 1 to 64 bytes"
        }
        return nil
    }
}
