public import CentreLink
import Foundation
import Glibc

/// A real mosquitto on a free loopback port, with its configuration in a folder of its own. Stopped by its pid when
/// the last reference goes.
public final class MosquittoBroker {
    public let folder: String
    public let port: Int
    /// Where clients connect, with the certificates of client `device` where the broker speaks TLS.
    public let address: BrokerAddress
    private var process: Process?

    public struct Failure: Error, CustomStringConvertible {
        public var description: String
    }

    /// - Parameters:
    ///   - tls: certificates for a broker that speaks TLS and asks for a client certificate.
    ///   - configuration: further lines of mosquitto.conf.
    public init(tls: TestCertificates? = nil, configuration: [String] = []) throws {
        let folder = "\(NSTemporaryDirectory())/loa-broker-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        self.folder = folder
        port = try FreePort.find()
        var lines = ["listener \(port) 127.0.0.1", "persistence false", "user root"]
        if let tls {
            lines += [
                "cafile \(tls.authority)", "certfile \(tls.server.certificate)", "keyfile \(tls.server.key)",
                "require_certificate true", "use_identity_as_username true",
            ]
        }
        if !configuration.contains(where: { $0.hasPrefix("allow_anonymous") }) { lines.append("allow_anonymous true") }
        lines += configuration
        try lines.joined(separator: "\n").write(toFile: "\(folder)/mosquitto.conf", atomically: true, encoding: .utf8)
        address = BrokerAddress(
            host: "127.0.0.1", port: port,
            tls: tls.map {
                BrokerAddress.TLS(
                    authorityFile: $0.authority, certificateFile: $0.client.certificate, keyFile: $0.client.key)
            })
        try start()
    }

    deinit {
        stop()
        try? FileManager.default.removeItem(atPath: folder)
    }

    /// Starts the broker, again after `stop` on the same port, and waits until it listens.
    public func start() throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: Self.program)
        process.arguments = ["-c", "\(folder)/mosquitto.conf"]
        _ = FileManager.default.createFile(atPath: "\(folder)/log", contents: nil)
        let log = FileHandle(forWritingAtPath: "\(folder)/log")
        process.standardOutput = log
        process.standardError = log
        try process.run()
        self.process = process
        for _ in 0..<500 {
            if FreePort.isListening(port) { return }
            guard process.isRunning else { break }
            usleep(10_000)
        }
        let told = (try? String(contentsOfFile: "\(folder)/log", encoding: .utf8)) ?? ""
        throw Failure(description: "mosquitto does not listen on port \(port): \(told)")
    }

    /// Kills the broker as a power cut would.
    public func stop() {
        guard let process, process.isRunning else { return }
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
        self.process = nil
    }

    private static let program =
        ["/usr/sbin/mosquitto", "/usr/bin/mosquitto", "/usr/local/sbin/mosquitto"]
        .first { FileManager.default.isExecutableFile(atPath: $0) } ?? "/usr/sbin/mosquitto"
}
