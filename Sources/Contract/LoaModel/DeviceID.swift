/// One installed unit for ever: given at manufacture or enrolment, never re-used. Regulatory codes live elsewhere.
public struct DeviceID: Hashable, Sendable, Comparable, CustomStringConvertible {
    public let text: String

    public init(_ text: String) throws(ModelError) { self.text = try Identifier.check(text, is: "device id") }

    public var description: String { text }

    public static func < (left: DeviceID, right: DeviceID) -> Bool { left.text < right.text }
}

extension DeviceID: Codable {
    public init(from decoder: any Decoder) throws { self = try decoder.checked(DeviceID.init) }
    public func encode(to encoder: any Encoder) throws { try encoder.single(text) }
}
