/// Ends an alert, or what sounds of a bulletin now. The body of a cancel order.
public struct Cancellation: Hashable, Sendable, Codable {
    public enum Target: String, Codable, Sendable, CaseIterable { case alert, bulletin }

    public var target: Target
    public var id: BulletinID
    public var reason: String?

    public init(target: Target, id: BulletinID, reason: String? = nil) {
        self.target = target
        self.id = id
        self.reason = reason
    }
}
