import Foundation
import TestSupport

/// A real mosquitto with the configuration that `loa` writes, and devices that `loa` enrolled. Stopped by its pid.
final class EnrolledBroker {
    let folder: Folder
    let port: Int
    private var process: ChildProcess?

    struct Failure: Error { var told: String }

    /// - Parameter devices: their ids and areas.
    init(devices: [(id: String, area: String)]) throws {
        folder = try Folder()
        port = try FreePort.find()
        try expect("broker", "init", "--out", "broker", "--host", "localhost", "--host", "127.0.0.1")
        for device in devices { try enrol(device.id, area: device.area) }
        try expect("broker", "config", "--out", "broker", "--port", "\(port)")
        try start()
    }

    func enrol(_ id: String, area: String) throws {
        try expect("enrol", id, "--area", area, "--out", id, "--broker", "127.0.0.1:\(port)")
    }

    func expect(_ arguments: String...) throws {
        let result = try Command.run(Command.loaPath, arguments, in: folder)
        guard result.status == 0 else { throw Failure(told: result.errors) }
    }

    func start() throws {
        process = try ChildProcess(
            "/usr/sbin/mosquitto", ["-c", folder.file("broker/mosquitto.conf")], in: folder.path,
            environment: Command.variables(folder), output: folder.file("broker.log"), errors: folder.file("broker.err")
        )
        try Self.wait(for: "the broker") { FreePort.isListening(port) }
    }

    /// Ends it in good order.
    func stop() { process?.end(SIGTERM) }

    /// The arguments with which a client of mosquitto proves to be `name`.
    func identity(_ name: String) -> [String] {
        let (folder, file) = name == "centre" ? ("broker", "centre") : (name, "device")
        return [
            "-h", "localhost", "-p", "\(port)", "--cafile", self.folder.file("broker/ca.pem"), "--cert",
            self.folder.file("\(folder)/\(file).pem"), "--key", self.folder.file("\(folder)/\(file).key"),
        ]
    }

    /// Publishes at QoS 1 and waits for the broker's answer, which says nothing about rights.
    @discardableResult
    func publish(_ text: String, to topic: String, as identity: [String], _ more: String...) throws -> CommandResult {
        try Command.run(
            "/usr/bin/mosquitto_pub", identity + ["-q", "1", "-t", topic, "-m", text] + more, in: folder)
    }

    func listen(as identity: [String], to filters: [String] = ["#"]) throws -> Listener {
        try Listener(identity: identity, filters: filters, folder: folder)
    }

    /// Another process does something soon.
    static func wait(for what: String, until holds: () throws -> Bool) throws {
        for _ in 0..<1_000 {
            if try holds() { return }
            usleep(10_000)
        }
        throw Failure(told: "\(what) did not come within 10 s")
    }
}
