/// The three parts of a compact JWS (RFC 7515 section 7.1), split but not yet verified.
public struct CompactJWS: Sendable {
    struct Header: Codable {
        var alg: String
        var kid: String
        var typ: String?
        var crit: [String]?
    }

    let header: Header
    /// What the signature covers: the two first parts with their dot, as they were sent.
    let signedBytes: [UInt8]
    public let payload: [UInt8]
    let signature: [UInt8]

    /// Of the header as it is sent; a real one has about a hundred bytes.
    static let maximumHeaderBytes = 4_096

    /// - Parameter text: the bytes as received; at most `limit`.
    public init(parsing text: [UInt8], limit: Int) throws(Refusal) {
        guard text.count <= limit else {
            throw Refusal(.tooLarge, "\(text.count) bytes; at most \(limit) are read")
        }
        // Nothing is verified yet: what is split and read of a stranger's bytes is bounded.
        let parts = text.split(separator: UInt8(ascii: "."), maxSplits: 3, omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0].count <= Self.maximumHeaderBytes, let headerBytes = Base64URL.decode(parts[0]),
            let payload = Base64URL.decode(parts[1]), let signature = Base64URL.decode(parts[2])
        else { throw Refusal(.malformed, "is no compact JWS: three base64url parts with dots between") }
        let header: Header
        do {
            header = try JSON.decode(Header.self, from: headerBytes)
        } catch {
            throw Refusal(.malformed, "the JWS header \(error)")
        }
        guard header.alg == "EdDSA" else {
            throw Refusal(.unsupportedAlgorithm, "alg is '\(header.alg.prefix(40))'; only EdDSA (Ed25519) is taken")
        }
        guard header.crit == nil else {
            throw Refusal(.unsupportedAlgorithm, "the header asks for extensions (crit); none are known here")
        }
        self.header = header
        self.payload = payload
        self.signature = signature
        signedBytes = Array(text[..<parts[1].endIndex])
    }

    /// Names the key that signed.
    public var keyID: String { header.kid }
}
