/// What an order asks for. Each type is a right of its own in the trust list.
public enum OrderType: String, Codable, CaseIterable, Sendable {
    case schedule, alert, cancel, command
}
