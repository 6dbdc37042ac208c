import Foundation
import Glibc
import Synchronization

/// A process that a test starts, with its output in a file. Killed by its own id when the last reference goes.
final class Child: Sendable {
    let name: String
    let log: String
    private let process: Mutex<Process>
    let id: pid_t

    init(_ name: String, _ program: String, _ arguments: [String], log: String, environment: [String: String] = [:])
        throws
    {
        self.name = name
        self.log = log
        if !FileManager.default.fileExists(atPath: log) {
            _ = FileManager.default.createFile(atPath: log, contents: nil)
        }
        guard let file = FileHandle(forWritingAtPath: log) else { throw SystemFailure("\(log) cannot be written") }
        file.seekToEndOfFile()
        let process = Process()
        process.executableURL = URL(filePath: program)
        process.arguments = arguments
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { _, new in new }
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = file
        process.standardError = file
        try process.run()
        id = process.processIdentifier
        self.process = Mutex(process)
    }

    deinit { end() }

    var isRunning: Bool { process.withLock { $0.isRunning } }

    func signal(_ number: Int32) { if isRunning { kill(id, number) } }

    /// Ends it at once, as a power cut would, and waits until it is gone.
    func end() {
        signal(SIGKILL)
        process.withLock { $0.waitUntilExit() }
    }

    /// Asks it to end, and waits.
    /// - Returns: its exit status, and how long it took in seconds.
    func terminate(within seconds: Double = 10) async throws -> (status: Int32, seconds: Double) {
        let begin = ContinuousClock.now
        signal(SIGTERM)
        try await eventually("\(name)'s end after SIGTERM", within: seconds) { !self.isRunning }
        let took = (ContinuousClock.now - begin) / .seconds(1)
        return (process.withLock { $0.terminationStatus }, took)
    }

    var output: String { (try? String(contentsOfFile: log, encoding: .utf8)) ?? "" }

    /// Runs a program to its end.
    @discardableResult
    static func run(
        _ program: String, _ arguments: [String], environment: [String: String] = [:], accept: [Int32] = [0]
    )
        throws -> String
    {
        let process = Process()
        let output = Pipe()
        let complaints = FileManager.default.temporaryDirectory.appending(path: "loa-\(UUID().uuidString).err")
        _ = FileManager.default.createFile(atPath: complaints.path(), contents: nil)
        defer { try? FileManager.default.removeItem(at: complaints) }
        process.executableURL = URL(filePath: program)
        process.arguments = arguments
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { _, new in new }
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = output
        process.standardError = try FileHandle(forWritingTo: complaints)
        try process.run()
        let told = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        guard accept.contains(process.terminationStatus) else {
            let complaint = (try? String(contentsOf: complaints, encoding: .utf8)) ?? ""
            throw SystemFailure("\(program) \(arguments): status \(process.terminationStatus): \(complaint)")
        }
        return String(decoding: told, as: UTF8.self)
    }
}

/// Waits until something of another process has come true; looks every 20 ms, because there is nothing to await.
func eventually(_ what: String, within seconds: Double = 60, _ condition: () async throws -> Bool) async throws {
    let end = ContinuousClock.now + .seconds(seconds)
    while ContinuousClock.now < end {
        if try await condition() { return }
        try await Task.sleep(for: .milliseconds(20))
    }
    throw SystemFailure("\(what) did not come within \(seconds) s")
}
