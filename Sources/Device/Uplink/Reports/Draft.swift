import CentreLink
public import Journal
public import LoaModel

/// Something on its way to the journal.
public enum Draft: Sendable {
    /// An accepted order, with the answer that says so.
    case order(StoredOrder, answer: DraftReport)
    /// How a broadcast stands, with its report.
    case broadcast(AsRun, DraftReport)
    case report(DraftReport)
    /// Before this it cannot be.
    case time(Timestamp)

    /// Telemetry may give way where memory runs out; what is evidence may not.
    var mayGiveWay: Bool {
        switch self {
        case .order, .broadcast: false
        case .report(let report): report.body.lane == .telemetry
        case .time: true
        }
    }
}
