import Foundation
import Keyring
import LoaModel
import Testing
import Trust

struct KeyringTests {
    private let folder: Folder
    private let now = Timestamp(seconds: 1_800_000_000)

    init() throws { folder = try Folder() }

    private func keyring() throws -> KeyringFolder { try KeyringFolder(folder.keys) }

    private func authority(_ id: String) throws -> TrustList.Authority {
        TrustList.Authority(
            id: try AuthorityID(id), name: id, keys: [], areas: [try Area("vn/92")], orders: [.schedule, .alert],
            classes: [.normal, .emergency])
    }

    @Test func `secrets are readable by their owner alone`() throws {
        let keyring = try keyring()
        _ = try keyring.add(authority("ubnd"))
        _ = try keyring.certificateAuthority(at: now)
        #expect(try folder.mode("keys") == 0o700)
        let secrets = try folder.files().filter { $0.hasSuffix(".key") }
        #expect(Set(secrets) == ["keys/root.key", "keys/authorities/ubnd.key", "keys/tls/ca.key"])
        for secret in secrets { #expect(try folder.mode(secret) == 0o600, "\(secret)") }
    }

    @Test func `no temporary file is left behind`() throws {
        _ = try keyring().add(authority("ubnd"))
        #expect(try folder.files().filter { $0.hasSuffix(".new") } == [])
    }

    @Test func `a keyring that others may look into is refused`() throws {
        _ = try keyring()
        try FileManager.default.setAttributes([.posixPermissions: 0o750], ofItemAtPath: folder.keys)
        #expect(throws: OperationFailure.self) { try keyring() }
    }

    @Test func `a key that others could have read is refused`() throws {
        let keyring = try keyring()
        let added = try keyring.add(authority("ubnd"))
        try FileManager.default.setAttributes(
            [.posixPermissions: 0o640], ofItemAtPath: folder.file("keys/authorities/ubnd.key"))
        let failure = #expect(throws: OperationFailure.self) { try keyring.key(of: added.id) }
        #expect(failure?.status == .notPermitted)
    }

    @Test func `the trust list is verified by the root key and holds the authority's key`() throws {
        let keyring = try keyring()
        let added = try keyring.add(authority("ubnd"))
        let trust = try keyring.trust(at: now)
        let read = try TrustList(verifying: trust.signed, root: trust.root)
        #expect(read.version == 1)
        #expect(read.authorities == [added])
        #expect(try keyring.key(of: added.id).publicKey == added.keys.first)
        #expect(try keyring.rootKey().publicKey == trust.root)
    }

    @Test func `the trust list's version rises when it changes, and only then`() throws {
        let keyring = try keyring()
        _ = try keyring.add(authority("a"))
        let first = try keyring.trust(at: now)
        let again = try keyring.trust(at: now.adding(seconds: 60))
        _ = try keyring.add(authority("b"))
        let second = try keyring.trust(at: now.adding(seconds: 120))
        #expect(again.signed == first.signed)
        #expect(first.list.version == 1)
        #expect(second.list.version == 2)
        #expect(second.list.authorities.map(\.id.text) == ["a", "b"])
    }

    @Test func `a list that the root key did not sign is not built upon`() throws {
        let keyring = try keyring()
        _ = try keyring.add(authority("a"))
        _ = try keyring.trust(at: now)
        let foreign = SigningKey()
        try Data(try foreign.sign(TrustList(version: 9, issued: now, authorities: []))).write(
            to: URL(fileURLWithPath: folder.file("keys/trust.jws")))
        #expect(throws: OperationFailure.self) { try keyring.trust(at: now) }
    }

    @Test func `an authority cannot be made twice`() throws {
        let keyring = try keyring()
        let first = try keyring.add(authority("ubnd"))
        #expect(throws: OperationFailure.self) { try keyring.add(authority("ubnd")) }
        #expect(try keyring.authorities() == [first])
    }

    @Test func `numbers follow the clock, and rise when it stands or goes back`() throws {
        let keyring = try keyring()
        let stream = OrderStream(issuer: try AuthorityID("a"), audience: .area(try Area("vn")), kind: .alert)
        let other = OrderStream(issuer: try AuthorityID("a"), audience: .area(try Area("vn")), kind: .schedule)
        let numbers = try [100, 100, 40, 200].map { try keyring.nextSequence(of: stream, at: Timestamp(seconds: $0)) }
        #expect(numbers == [100, 101, 102, 200])
        #expect(try keyring.nextSequence(of: other, at: Timestamp(seconds: 50)) == 50)
        #expect(try KeyringFolder(folder.keys).nextSequence(of: stream, at: Timestamp(seconds: 0)) == 201)
    }

    @Test func `numbers drawn at the same time by many are all different`() async throws {
        let path = folder.keys
        let stream = OrderStream(issuer: try AuthorityID("a"), audience: .area(try Area("vn")), kind: .alert)
        let numbers = try await withThrowingTaskGroup(of: [Int64].self) { group in
            for _ in 0..<4 {
                group.addTask {
                    let keyring = try KeyringFolder(path)
                    return try (0..<10).map { _ in try keyring.nextSequence(of: stream, at: Timestamp(seconds: 1)) }
                }
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }
        #expect(numbers.sorted() == Array(1...40))
    }

    @Test func `a key file is a JSON Web Key that other libraries read`() throws {
        _ = try keyring().add(authority("ubnd"))
        let bytes = Data(try folder.bytes("keys/authorities/ubnd.key"))
        let key = try #require(try JSONSerialization.jsonObject(with: bytes) as? [String: String])
        #expect(key["kty"] == "OKP")
        #expect(key["crv"] == "Ed25519")
        #expect(Set(key.keys) == ["kty", "crv", "kid", "x", "d"])
    }
}
