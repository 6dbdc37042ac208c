import Crypto

/// The secret that changing calls carry. Never printed, never logged.
public struct AccessToken: Sendable, CustomStringConvertible {
    /// Kept as its hash: equal length for any token, so that comparing tells nothing of it.
    private let digest: [UInt8]

    public static let shortest = 16

    /// - Parameter text: what the token file holds; white space around it does not count.
    /// - Returns: nil when it is shorter than 16 or longer than 512 characters, or has others than visible ASCII.
    public init?(_ text: String) {
        let bytes = Array(text.utf8).trimmed
        guard (Self.shortest...512).contains(bytes.count), bytes.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            return nil
        }
        digest = Array(SHA256.hash(data: bytes))
    }

    /// Takes the same time whatever is right or wrong about it.
    func matches(_ given: Substring) -> Bool {
        let other = Array(SHA256.hash(data: Array(given.utf8)))
        var difference: UInt8 = 0
        for (left, right) in zip(digest, other) { difference |= left ^ right }
        return difference == 0
    }

    public var description: String { "(secret)" }
}

extension [UInt8] {
    fileprivate var trimmed: ArraySlice<UInt8> {
        let isSpace: (UInt8) -> Bool = { $0 == 0x20 || (0x09...0x0D).contains($0) }
        return drop(while: isSpace).reversed().drop(while: isSpace).reversed()[...]
    }
}
