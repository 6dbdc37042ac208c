public import CentreLink
public import LoaModel

/// A report that the journal has yet to number.
public struct DraftReport: Hashable, Sendable {
    public var at: Timestamp
    public var clockSynchronised: Bool
    public var uptimeMilliseconds: Int64
    public var body: Report.Body

    public init(at: Timestamp, clockSynchronised: Bool, uptimeMilliseconds: Int64, body: Report.Body) {
        self.at = at
        self.clockSynchronised = clockSynchronised
        self.uptimeMilliseconds = uptimeMilliseconds
        self.body = body
    }
}
