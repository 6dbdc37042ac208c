import Foundation
import TestSupport

/// A real `loa-centre` with a real broker, and the environment in which `loa` speaks to it.
final class RunningCentre {
    let broker: EnrolledBroker
    let port: Int
    private var process: ChildProcess?

    init() throws {
        broker = try EnrolledBroker(devices: [("loa-a", "vn/92/31528")])
        port = try FreePort.find()
        try broker.expect("authority", "new", "ubnd", "--area", "vn/92")
        try broker.expect("authority", "trust", "--out", "trust.jws")
        try broker.folder.write("0123456789abcdef0123\n", to: "token")
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: broker.folder.file("token"))
        process = try ChildProcess(
            Command.folder + "/loa-centre",
            [
                "serve", "--data", "centre", "--listen", "127.0.0.1:\(port)", "--broker", "127.0.0.1:\(broker.port)",
                "--broker-ca", "broker/ca.pem", "--broker-cert", "broker/centre.pem", "--broker-key",
                "broker/centre.key", "--trust", "trust.jws", "--root-key", "root.pub", "--token-file", "token",
            ], in: broker.folder.path, environment: Command.variables(broker.folder),
            output: broker.folder.file("centre.log"), errors: broker.folder.file("centre.err"))
        try EnrolledBroker.wait(for: "the centre") { FreePort.isListening(port) }
    }

    func loa(_ arguments: String...) throws -> CommandResult {
        try Command.run(
            Command.loaPath, arguments, in: broker.folder,
            environment: ["LOA_CENTRE": "http://127.0.0.1:\(port)", "LOA_TOKEN_FILE": "token"])
    }
}
