import Crypto
import FoundationEssentials
public import LoaModel
import SwiftASN1
import X509

/// The local authority that signs the certificates of the link (P-256). It has nothing to do with orders: who holds its
/// key can listen and disturb, not make a device sound.
public struct CertificateAuthority: Sendable {
    private let key: P256.Signing.PrivateKey
    private let certificate: Certificate

    /// A new authority, for 30 years: replacing it means to visit every device.
    static func make(name: String, at now: Timestamp) throws -> CertificateAuthority {
        let key = P256.Signing.PrivateKey()
        let subject = try DistinguishedName { CommonName(name) }
        let certificate = try Certificate(
            version: .v3, serialNumber: .init(), publicKey: .init(key.publicKey), notValidBefore: beginning,
            notValidAfter: date(years: 30, after: now), issuer: subject, subject: subject,
            signatureAlgorithm: .ecdsaWithSHA256,
            extensions: try Certificate.Extensions {
                Critical(BasicConstraints.isCertificateAuthority(maxPathLength: 0))
                Critical(KeyUsage(keyCertSign: true, cRLSign: true))
                SubjectKeyIdentifier(hash: Certificate.PublicKey(key.publicKey))
            }, issuerPrivateKey: .init(key))
        return CertificateAuthority(key: key, certificate: certificate)
    }

    private init(key: P256.Signing.PrivateKey, certificate: Certificate) {
        self.key = key
        self.certificate = certificate
    }

    init(certificatePEM: String, keyPEM: String) throws(ModelError) {
        do {
            key = try P256.Signing.PrivateKey(pemRepresentation: keyPEM)
            certificate = try Certificate(pemEncoded: certificatePEM)
        } catch {
            throw ModelError("holds no certificate and P-256 key in PEM: \(error)")
        }
        guard certificate.publicKey == Certificate.PublicKey(key.publicKey) else {
            throw ModelError("the certificate and the key do not belong together")
        }
    }

    /// What devices, centre and broker check each other with.
    public var certificatePEM: String { (try? certificate.serializeAsPEM().pemString + "\n") ?? "" }
    var keyPEM: String { key.pemRepresentation + "\n" }

    /// A new key with a certificate from this authority.
    /// - Parameter years: 1...29.
    public func issue(to party: LinkParty, years: Int, at now: Timestamp) throws -> LinkCertificate {
        guard (1...29).contains(years) else {
            throw OperationFailure(.usage, "a certificate cannot be valid for \(years) years; allowed are 1 to 29")
        }
        let partyKey = P256.Signing.PrivateKey()
        let expires = Self.date(years: years, after: now)
        let certificate = try Certificate(
            version: .v3, serialNumber: .init(), publicKey: .init(partyKey.publicKey), notValidBefore: Self.beginning,
            notValidAfter: expires, issuer: certificate.subject,
            subject: try DistinguishedName { CommonName(party.commonName) }, signatureAlgorithm: .ecdsaWithSHA256,
            extensions: try extensions(for: party, publicKey: .init(partyKey.publicKey)), issuerPrivateKey: .init(key))
        return LinkCertificate(
            certificate: try certificate.serializeAsPEM().pemString + "\n", key: partyKey.pemRepresentation + "\n",
            expires: Timestamp(seconds: Int64(expires.timeIntervalSince1970)))
    }

    private func extensions(
        for party: LinkParty, publicKey: Certificate.PublicKey
    ) throws -> Certificate.Extensions {
        let isBroker = if case .broker = party { true } else { false }
        var extensions = try Certificate.Extensions {
            Critical(BasicConstraints.notCertificateAuthority)
            Critical(KeyUsage(digitalSignature: true))
            try ExtendedKeyUsage([isBroker ? .serverAuth : .clientAuth])
            SubjectKeyIdentifier(hash: publicKey)
        }
        if let issuer = try certificate.extensions.subjectKeyIdentifier {
            try extensions.append(
                .init(AuthorityKeyIdentifier(keyIdentifier: issuer.keyIdentifier), critical: false))
        }
        if case .broker(let hosts) = party {
            try extensions.append(.init(SubjectAlternativeNames(try hosts.map(Self.generalName)), critical: false))
        }
        return extensions
    }

    private static func generalName(_ host: String) throws -> GeneralName {
        switch try HostName(host) {
        case .name(let name): .dnsName(name)
        case .address(let bytes): .ipAddress(ASN1OctetString(contentBytes: bytes[...]))
        }
    }

    /// A board without a clock battery wakes up in 1970; it must reach its broker all the same, for alerts.
    private static let beginning = Date(timeIntervalSince1970: 0)

    private static func date(years: Int, after now: Timestamp) -> Date {
        Date(timeIntervalSince1970: Double(now.seconds) + Double(years) * 365.25 * 86_400)
    }
}
