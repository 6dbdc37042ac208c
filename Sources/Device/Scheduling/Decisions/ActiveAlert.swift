public import LoaModel

/// An accepted alert order.
public struct ActiveAlert: Hashable, Sendable {
    public var authority: AuthorityID
    public var alert: Alert
    /// `BroadcastID(authority:bulletin:planned:)` with the alert's id and the order's `iat`.
    public var broadcast: BroadcastID
    /// The order's `exp`: later than this it neither begins nor resumes. What sounds then goes on to its end.
    public var expires: Timestamp

    public init(authority: AuthorityID, alert: Alert, broadcast: BroadcastID, expires: Timestamp) {
        self.authority = authority
        self.alert = alert
        self.broadcast = broadcast
        self.expires = expires
    }
}
