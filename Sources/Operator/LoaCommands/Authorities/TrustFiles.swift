import Keyring
import LoaModel
import Trust

/// The signed trust list and the root key's public part, as device and centre read them. Neither is secret.
enum TrustFiles {
    /// The list ends without a newline: a compact JWS has none.
    /// - Parameter root: a JSON object with `kid` and `x` (RFC 8037).
    static func write(_ trust: SignedTrust, list: String, root: String) throws {
        try WholeFile.write(trust.signed, to: list, readers: .everybody)
        try WholeFile.write(try JSON.encode(trust.root) + [UInt8(ascii: "\n")], to: root, readers: .everybody)
    }
}
