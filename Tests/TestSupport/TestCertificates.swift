import Foundation

/// A certificate authority with a server's and a client's certificate, made by the openssl command. The folder goes
/// with the last reference.
public final class TestCertificates {
    public struct Pair: Sendable {
        public var certificate: String
        public var key: String
    }

    public let folder: String
    public let authority: String
    public let server: Pair
    public let client: Pair

    public struct Failure: Error {
        public var command: String
    }

    /// - Parameters:
    ///   - serverNames: the names of the server's certificate, as OpenSSL writes them.
    ///   - client: the common name of the client's certificate.
    public init(serverNames: String = "IP:127.0.0.1,DNS:localhost", client name: String = "device") throws {
        folder = "\(NSTemporaryDirectory())/loa-ca-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        authority = "\(folder)/ca.crt"
        server = Pair(certificate: "\(folder)/server.crt", key: "\(folder)/server.key")
        client = Pair(certificate: "\(folder)/client.crt", key: "\(folder)/client.key")
        try openssl(
            "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=loa-test-ca"
                + " -keyout ca.key -out ca.crt")
        try issue("server", "/CN=broker", names: serverNames)
        try issue("client", "/CN=\(name)", names: "DNS:\(name)")
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    private func issue(_ file: String, _ subject: String, names: String) throws {
        try openssl(
            "req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj \(subject)"
                + " -keyout \(file).key -out \(file).csr")
        try "subjectAltName=\(names)\n".write(toFile: "\(folder)/\(file).ext", atomically: true, encoding: .utf8)
        try openssl(
            "x509 -req -in \(file).csr -CA ca.crt -CAkey ca.key -CAcreateserial -days 2"
                + " -extfile \(file).ext -out \(file).crt")
    }

    private func openssl(_ arguments: String) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/openssl")
        process.arguments = arguments.split(separator: " ").map(String.init)
        process.currentDirectoryURL = URL(fileURLWithPath: folder)
        process.standardError = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw Failure(command: arguments) }
    }
}
