/// A bulletin within its authority's schedules, or an alert.
public struct BulletinID: Hashable, Sendable, Comparable, CustomStringConvertible {
    public let text: String

    public init(_ text: String) throws(ModelError) { self.text = try Identifier.check(text, is: "bulletin id") }

    public var description: String { text }

    public static func < (left: BulletinID, right: BulletinID) -> Bool { left.text < right.text }
}

extension BulletinID: Codable {
    public init(from decoder: any Decoder) throws { self = try decoder.checked(BulletinID.init) }
    public func encode(to encoder: any Encoder) throws { try encoder.single(text) }
}
