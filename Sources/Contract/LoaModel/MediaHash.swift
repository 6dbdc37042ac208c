/// The SHA-256 of a media file: its name everywhere. 64 lower-case hexadecimal digits.
public struct MediaHash: Hashable, Sendable, Comparable, CustomStringConvertible {
    public let hex: String

    public init(_ text: String) throws(ModelError) {
        let bytes = text.utf8
        guard bytes.count == 64, bytes.allSatisfy({ (48...57).contains($0) || (97...102).contains($0) }) else {
            throw ModelError("'\(text.prefix(80))' is no SHA-256: 64 lower-case hexadecimal digits")
        }
        hex = text
    }

    public init(digest: some Sequence<UInt8>) throws(ModelError) {
        try self.init(digest.map { Self.digits[Int($0 >> 4)] + Self.digits[Int($0 & 15)] }.joined())
    }

    private static let digits = "0123456789abcdef".map(String.init)

    public var description: String { hex }

    public static func < (left: MediaHash, right: MediaHash) -> Bool { left.hex < right.hex }
}

extension MediaHash: Codable {
    public init(from decoder: any Decoder) throws { self = try decoder.checked { try MediaHash($0) } }
    public func encode(to encoder: any Encoder) throws { try encoder.single(hex) }
}
