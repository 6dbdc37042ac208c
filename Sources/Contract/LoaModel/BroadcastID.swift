/// One occurrence: `authority/bulletin@2026-11-21T05:00:00Z`; of an alert, its order's time stands behind the `@`.
/// The same on every device and after every restart, so that a broadcast is recorded once.
public struct BroadcastID: Hashable, Sendable, Comparable, CustomStringConvertible {
    public let text: String

    public init(authority: AuthorityID, bulletin: BulletinID, planned: Timestamp) {
        text = "\(authority)/\(bulletin)@\(Timestamp(seconds: planned.seconds))"
    }

    public init(_ text: String) throws(ModelError) {
        guard (5...200).contains(text.utf8.count), text.contains("/"), text.contains("@") else {
            throw ModelError("'\(text.prefix(80))' is no broadcast id: authority/bulletin@time")
        }
        self.text = text
    }

    public var description: String { text }

    public static func < (left: BroadcastID, right: BroadcastID) -> Bool { left.text < right.text }
}

extension BroadcastID: Codable {
    public init(from decoder: any Decoder) throws { self = try decoder.checked(BroadcastID.init) }
    public func encode(to encoder: any Encoder) throws { try encoder.single(text) }
}
