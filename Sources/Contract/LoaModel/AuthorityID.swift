/// Who signs orders.
public struct AuthorityID: Hashable, Sendable, Comparable, CustomStringConvertible {
    public let text: String

    public init(_ text: String) throws(ModelError) { self.text = try Identifier.check(text, is: "authority id") }

    public var description: String { text }

    public static func < (left: AuthorityID, right: AuthorityID) -> Bool { left.text < right.text }
}

extension AuthorityID: Codable {
    public init(from decoder: any Decoder) throws { self = try decoder.checked(AuthorityID.init) }
    public func encode(to encoder: any Encoder) throws { try encoder.single(text) }
}
