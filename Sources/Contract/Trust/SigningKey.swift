import Crypto
import FoundationEssentials
public import LoaModel

/// An Ed25519 key that signs orders and trust lists.
public struct SigningKey: Sendable {
    /// Names the key: the first 16 digits of its public part in base64url.
    public let keyID: String
    private let key: Curve25519.Signing.PrivateKey

    public init() {
        key = Curve25519.Signing.PrivateKey()
        keyID = Self.name(of: [UInt8](key.publicKey.rawRepresentation))
    }

    /// - Parameter seed: the 32 bytes of the private key (RFC 8032).
    public init(seed: [UInt8]) throws(ModelError) {
        do {
            key = try Curve25519.Signing.PrivateKey(rawRepresentation: seed)
        } catch {
            throw ModelError("is no Ed25519 private key: 32 bytes are needed")
        }
        keyID = Self.name(of: [UInt8](key.publicKey.rawRepresentation))
    }

    /// The secret itself; goes to a file that its owner alone may read, never to a log.
    public var seed: [UInt8] { [UInt8](key.rawRepresentation) }

    public var publicKey: TrustList.Key {
        TrustList.Key(kid: keyID, x: Base64URL.encode(key.publicKey.rawRepresentation))
    }

    /// A compact JWS over `payload` (RFC 7515, RFC 8037).
    public func sign(_ payload: [UInt8], type: String) throws(ModelError) -> [UInt8] {
        let header = CompactJWS.Header(alg: "EdDSA", kid: keyID, typ: type, crit: nil)
        let signed = Base64URL.encode(try JSON.encode(header)) + "." + Base64URL.encode(payload)
        do {
            let signature = try key.signature(for: Array(signed.utf8))
            return Array("\(signed).\(Base64URL.encode(signature))".utf8)
        } catch {
            throw ModelError("cannot be signed: \(error)")
        }
    }

    public func sign(_ order: Order) throws(ModelError) -> [UInt8] {
        try sign(try JSON.encode(order), type: "loa-order+jwt")
    }

    public func sign(_ list: TrustList) throws(ModelError) -> [UInt8] {
        try sign(try JSON.encode(list), type: "loa-trust+jwt")
    }

    private static func name(of publicKey: [UInt8]) -> String { String(Base64URL.encode(publicKey).prefix(16)) }
}

extension TrustList.Key {
    /// Whether this key signed `jws`. A key that is no point of the curve signs nothing.
    func verifies(_ jws: CompactJWS) -> Bool {
        guard let raw = Base64URL.decode(x.utf8),
            let key = try? Curve25519.Signing.PublicKey(rawRepresentation: raw)
        else { return false }
        return key.isValidSignature(jws.signature, for: jws.signedBytes)
    }
}

extension TrustList {
    /// Verifies a signed list with the device's root key.
    /// - Parameter root: the key set at provisioning.
    public init(verifying text: [UInt8], root: Key) throws(Refusal) {
        let jws = try CompactJWS(parsing: text, limit: 1 << 20)
        guard root.verifies(jws) else {
            throw Refusal(.badSignature, "the trust list is not signed by this device's root key")
        }
        do {
            self = try JSON.decode(TrustList.self, from: jws.payload)
        } catch {
            throw Refusal(.invalidBody, "the trust list's \(error)")
        }
    }
}

/// SHA-256 of an order as it was received: its name in answers and health reports, 64 hexadecimal digits.
public func orderHash(_ compact: [UInt8]) -> String {
    SHA256.hash(data: compact).map { byte in
        let digits = String(byte, radix: 16)
        return digits.count == 1 ? "0" + digits : digits
    }.joined()
}
