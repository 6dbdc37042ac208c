public import LoaModel

/// What an order says, by its type.
public enum OrderBody: Hashable, Sendable {
    case schedule(Schedule)
    case alert(Alert)
    case cancel(Cancellation)
    case command(Command)

    public var type: OrderType {
        switch self {
        case .schedule: .schedule
        case .alert: .alert
        case .cancel: .cancel
        case .command: .command
        }
    }
}
