import CentreLink
import Foundation
import Trust

/// The program itself, as it is installed.
final class CentreProcess {
    static let token = "a-token-of-the-tests"

    let process = Process()
    private let output = Pipe()
    private let errors: String

    /// - Parameters:
    ///   - arguments: further ones, which may replace those of a sound start.
    init(_ folder: Folder, broker: BrokerAddress, listen: String = "127.0.0.1:0", more: [String]? = nil) throws {
        let signatory = try Signatory()
        let root = try SigningKey(seed: [UInt8](repeating: 9, count: 32))
        let trust = try folder.write(try root.sign(signatory.trust), to: "trust.jws")
        let key = try folder.write(try JSON.encode(root.publicKey), to: "root.pub")
        let token = try folder.write(Array(Self.token.utf8), to: "token")
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: token)
        errors = folder.path + "/errors"
        _ = FileManager.default.createFile(atPath: errors, contents: nil)
        let built = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
        process.executableURL = built.appendingPathComponent("loa-centre")
        process.arguments =
            [
                "serve", "--data", folder.path + "/data", "--listen", listen, "--broker", "127.0.0.1:\(broker.port)",
                "--trust", trust, "--root-key", key,
            ] + (more ?? ["--token-file", token])
        process.standardOutput = output
        process.standardError = FileHandle(forWritingAtPath: errors)
        try process.run()
    }

    deinit { kill() }

    var complaint: String { (try? String(contentsOfFile: errors, encoding: .utf8)) ?? "" }

    /// Waits for the line that says that it is ready, and gives the address in it; nil when it ended instead.
    func address() async -> String? {
        let file = output.fileHandleForReading
        return await Self.blocking {
            var line = Data()
            while let byte = try? file.read(upToCount: 1), !byte.isEmpty {
                guard byte.first == 10 else {
                    line += byte
                    continue
                }
                return String(decoding: line, as: UTF8.self).split(separator: " ").last.map(String.init)
            }
            return nil
        }
    }

    /// - Returns: the exit code.
    func ended() async -> Int32 {
        let process = process
        return await Self.blocking {
            process.waitUntilExit()
            return process.terminationStatus
        }
    }

    /// The pool's threads are few: what waits for another process waits elsewhere.
    private static func blocking<Value: Sendable>(_ work: @escaping @Sendable () -> Value) async -> Value {
        await withCheckedContinuation { continuation in
            DispatchQueue.global().async { continuation.resume(returning: work()) }
        }
    }

    func terminate() { Foundation.kill(process.processIdentifier, SIGTERM) }

    /// As a power cut would.
    func kill() {
        guard process.isRunning else { return }
        Foundation.kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
    }
}
