public import CentreLink
public import LoaModel

/// Dates the reports of devices whose clock is not known to be right, from the reports of the same boot whose clock is.
public struct BootClock: Sendable {
    private struct Origin {
        var boot: String
        var instant: Timestamp
    }

    private var origins: [DeviceID: Origin] = [:]

    public init() {}

    /// When the report was made: by its own clock where that is right, else by the board's monotonic time since a boot
    /// that is dated, else when it was received.
    public mutating func date(_ report: Report, received: Timestamp) -> Timestamp {
        let (uptime, overflow) = report.uptimeMilliseconds.multipliedReportingOverflow(by: 1_000_000)
        guard !overflow, uptime >= 0 else { return report.clockSynchronised ? report.at : received }
        if report.clockSynchronised {
            origins[report.device] = Origin(boot: report.boot, instant: report.at.adding(nanoseconds: -uptime))
            return report.at
        }
        guard let origin = origins[report.device], origin.boot == report.boot else { return received }
        return origin.instant.adding(nanoseconds: uptime)
    }
}
