public import LoaModel
public import Trust

/// A signing key as a file: a JSON Web Key (RFC 8037), which any language's JWT library can load.
public struct KeyFile: Codable {
    private var kty = "OKP"
    private var crv = "Ed25519"
    private var kid: String
    /// The public part.
    private var x: String
    /// The secret part.
    private var d: String

    public init(_ key: SigningKey) {
        kid = key.keyID
        x = key.publicKey.x
        d = Base64URL.encode(key.seed)
    }

    /// - Throws: where the file holds no Ed25519 key, or its parts do not belong together.
    public func signingKey() throws(ModelError) -> SigningKey {
        guard kty == "OKP", crv == "Ed25519", let seed = Base64URL.decode(d.utf8) else {
            throw ModelError("holds no Ed25519 key of a JSON Web Key")
        }
        let key = try SigningKey(seed: seed)
        guard key.publicKey.x == x, key.keyID == kid else {
            throw ModelError("holds a secret and a public part that do not belong together")
        }
        return key
    }
}
