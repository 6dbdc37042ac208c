import Foundation
import Glibc
import LoaModel
import TestSupport
import Trust

/// A whole Loa on loopback: mosquitto over TLS, loa-centre and loa-device as they are installed, with keys made by
/// `loa`. Everything lies in one folder, which goes with the bed.
final class Bed {
    static let authority = "ubnd-31528"
    static let area = "vn/92/31528"
    static let device = "loa-0001"
    /// Certificate of a witness who may read and write everything under loa/1.
    static let witness = "witness"

    let folder: String
    let brokerPort: Int
    /// The authority's key, for orders that no tool would sign.
    let key: SigningKey
    let centreAddress: String
    var broker: Child?
    var centre: Child?
    private(set) var device: Child?
    let isPlain: Bool

    /// Broker and centre run, the device is enrolled and known, but not started.
    /// - Parameters:
    ///   - plain: no TLS, for a device whose clock makes every certificate invalid.
    ///   - output: the PCM that the device plays to; nil for `out.wav` in the bed's folder.
    ///   - settings: TOML laid under the device's own settings.
    ///   - assumesClock: the settings vouch for the clock, because a test machine often has no NTP.
    ///   - brokerTakesAnySize: lifts the broker's own limit, so that the device's is tested.
    init(
        plain: Bool = false, output: String? = nil, settings: String = "", assumesClock: Bool = true,
        brokerTakesAnySize: Bool = false
    ) async throws {
        isPlain = plain
        folder = FileManager.default.temporaryDirectory.appending(path: "loa-bed-\(UUID().uuidString)").path()
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        brokerPort = try FreePort.find()
        centreAddress = "http://127.0.0.1:\(try FreePort.find())"
        key = try Self.makeKeys(in: folder)
        try enrolDevice(output: output ?? "file:\(folder)/out.wav", assumesClock: assumesClock, settings: settings)
        try loa(["broker", "config", "--out", "\(folder)/broker", "--port", "\(brokerPort)"] + link)
        if brokerTakesAnySize { try liftBrokerLimit() }
        try startBroker()
        try await startCentre()
    }

    private func enrolDevice(output: String, assumesClock: Bool, settings: String) throws {
        try loa(
            [
                "enrol", Self.device, "--area", Self.area, "--out", "\(folder)/device", "--broker",
                "127.0.0.1:\(brokerPort)", "--media-url", centreAddress, "--output", output, "--data", "\(folder)/data",
            ] + link)
        let clock = assumesClock ? "[clock]\nsource = \"assume\"\n" : ""
        try "[media]\nspread_seconds = 0\n\(clock)[report]\nhealth_seconds = 10\n\(settings)".write(
            toFile: "\(folder)/device/board.toml", atomically: true, encoding: .utf8)
    }

    /// How the operators' command is told which kind of link this is.
    private var link: [String] { isPlain ? ["--plain"] : [] }

    deinit {
        for child in [device, centre, broker] { child?.end() }
        try? FileManager.default.removeItem(atPath: folder)
    }

    /// Runs the operators' command with the bed's keyring.
    func loa(_ arguments: [String]) throws { try Self.loa(arguments, keys: "\(folder)/keys") }

    static func loa(_ arguments: [String], keys: String) throws {
        try Child.run(Place.program("loa"), arguments, environment: ["LOA_KEYS": keys])
    }

    /// Starts the device, again after it ended.
    /// - Parameter under: a command that runs it, as faketime does.
    func startDevice(under: [String] = [], environment: [String: String] = [:]) throws {
        let command = under + [try Place.program("loa-device"), "run", "--config", "\(folder)/device"]
        device = try Child(
            "loa-device", command[0], Array(command.dropFirst()), log: "\(folder)/device.log", environment: environment)
    }

    /// Publishes bytes as they are, retained, by another program than ours.
    func publish(_ bytes: [UInt8], to topic: String) throws {
        let file = "\(folder)/message-\(UUID().uuidString)"
        try Data(bytes).write(to: URL(filePath: file))
        defer { try? FileManager.default.removeItem(atPath: file) }
        let identity = [
            "--cafile", "\(folder)/witness/ca.pem", "--cert", "\(folder)/witness/device.pem", "--key",
            "\(folder)/witness/device.key",
        ]
        let address = ["-h", "127.0.0.1", "-p", "\(brokerPort)"] + (isPlain ? [] : identity)
        try Child.run(Place.tool("mosquitto_pub"), address + ["-q", "1", "-r", "-t", topic, "-f", file])
    }
}
