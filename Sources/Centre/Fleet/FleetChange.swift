public import CentreLink
public import LoaModel

/// One thing to keep. What is written together is kept together or not at all.
public enum FleetChange: Hashable, Sendable {
    case report(ReceivedReport)
    case presence(PresenceChange)
    /// Reports of the lane that the device could no longer give.
    case loss(device: DeviceID, lane: LaneKey, missing: ClosedRange<Int64>, at: Timestamp)
    case order(CentreOrder)
    /// The retained message of an order that has expired was taken from the broker.
    case cleared(order: String)
}

/// A new report with the centre's own view of time.
public struct ReceivedReport: Hashable, Sendable {
    public var report: Report
    /// By the centre's clock.
    public var received: Timestamp
    /// When it was made, as the centre dates it.
    public var dated: Timestamp

    public init(report: Report, received: Timestamp, dated: Timestamp) {
        self.report = report
        self.received = received
        self.dated = dated
    }
}
