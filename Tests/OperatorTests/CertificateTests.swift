import Foundation
import Keyring
import LoaModel
import Testing

/// The link's certificates as OpenSSL sees them, which broker and devices use.
struct CertificateTests {
    private let folder: Folder
    private let now = Timestamp(seconds: Int64(Date().timeIntervalSince1970))

    init() throws { folder = try Folder() }

    private func issue(_ party: LinkParty, years: Int = 3) throws -> LinkCertificate {
        let authority = try KeyringFolder(folder.keys).certificateAuthority(at: now)
        let issued = try authority.issue(to: party, years: years, at: now)
        try folder.write(authority.certificatePEM, to: "ca.pem")
        try folder.write(issued.certificate, to: "party.pem")
        try folder.write(issued.key, to: "party.key")
        return issued
    }

    private func openssl(_ arguments: String...) throws -> CommandResult {
        try Command.run("/usr/bin/openssl", arguments, in: folder)
    }

    @Test func `a device's certificate serves a client, and no server`() throws {
        _ = try issue(.device(try DeviceID("loa-0001")))
        #expect(try openssl("verify", "-purpose", "sslclient", "-CAfile", "ca.pem", "party.pem").status == 0)
        #expect(try openssl("verify", "-purpose", "sslserver", "-CAfile", "ca.pem", "party.pem").status != 0)
        let subject = try openssl("x509", "-in", "party.pem", "-noout", "-subject", "-nameopt", "RFC2253")
        #expect(subject.output == "subject=CN=loa-0001\n")
    }

    @Test func `a broker's certificate names its hosts, and serves no client`() throws {
        _ = try issue(.broker(hosts: ["broker.example.vn", "203.0.113.5", "::1"]))
        let verify = ["verify", "-purpose", "sslserver", "-CAfile", "ca.pem"]
        for name in [
            ["-verify_hostname", "broker.example.vn"], ["-verify_ip", "203.0.113.5"], ["-verify_ip", "::1"],
        ] {
            let result = try Command.run("/usr/bin/openssl", verify + name + ["party.pem"], in: folder)
            #expect(result.status == 0, "\(name): \(result.errors)")
        }
        #expect(
            try openssl("verify", "-verify_hostname", "evil.example", "-CAfile", "ca.pem", "party.pem").status != 0)
        #expect(try openssl("verify", "-purpose", "sslclient", "-CAfile", "ca.pem", "party.pem").status != 0)
    }

    @Test func `no certificate of the link can sign another`() throws {
        _ = try issue(.device(try DeviceID("loa-0001")))
        try openssl(
            "req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-subj", "/CN=centre", "-keyout",
            "evil.key", "-out", "evil.csr"
        ).expectSuccess()
        try openssl(
            "x509", "-req", "-in", "evil.csr", "-CA", "party.pem", "-CAkey", "party.key", "-CAcreateserial", "-out",
            "evil.pem"
        ).expectSuccess()
        #expect(
            try openssl("verify", "-CAfile", "ca.pem", "-untrusted", "party.pem", "evil.pem").status != 0)
    }

    @Test func `a certificate is valid since 1970, for boards without a clock, and as long as was asked`() throws {
        let issued = try issue(.centre, years: 3)
        let threeYears = 3 * 365.25 * 86_400
        #expect(abs(issued.expires.seconds(since: now) - threeYears) < 2)
        #expect(try openssl("verify", "-attime", "60", "-CAfile", "ca.pem", "party.pem").status == 0)
        let late = "\(now.seconds + Int64(threeYears) + 60)"
        #expect(try openssl("verify", "-attime", late, "-CAfile", "ca.pem", "party.pem").status != 0)
    }

    @Test func `the key belongs to the certificate`() throws {
        _ = try issue(.centre)
        let certified = try openssl("x509", "-in", "party.pem", "-noout", "-pubkey")
        let held = try openssl("pkey", "-in", "party.key", "-pubout")
        #expect(certified.output.hasPrefix("-----BEGIN PUBLIC KEY-----"))
        #expect(certified.output == held.output)
    }

    @Test func `the authority is made once`() throws {
        let first = try KeyringFolder(folder.keys).certificateAuthority(at: now).certificatePEM
        let again = try KeyringFolder(folder.keys).certificateAuthority(at: now.adding(seconds: 99)).certificatePEM
        #expect(first == again)
    }

    @Test(arguments: ["", "a b", "-x", "broker_1", "1.2.3.4.5.", "x/y"])
    func `what is no host is refused`(text: String) throws {
        #expect(throws: ModelError.self) { try HostName(text) }
    }
}

extension CommandResult {
    func expectSuccess() { #expect(status == 0, "\(errors)") }
}
