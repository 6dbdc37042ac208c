import Foundation
import Glibc
import LoaModel
import TestSupport
import Trust

/// How a bed is made.
extension Bed {
    /// Makes authority, certificates and trust list.
    /// - Returns: the authority's key.
    static func makeKeys(in folder: String) throws -> SigningKey {
        let keys = "\(folder)/keys"
        try loa(["authority", "new", authority, "--area", area, "--may-break-quiet-hours"], keys: keys)
        try loa(["broker", "init", "--out", "\(folder)/broker", "--host", "127.0.0.1"], keys: keys)
        try loa(["authority", "trust", "--out", "\(folder)/trust.jws"], keys: keys)
        try loa(["enrol", witness, "--area", area, "--out", "\(folder)/witness"], keys: keys)
        let files = FileManager.default.enumerator(atPath: keys)?.compactMap { $0 as? String } ?? []
        guard let name = files.first(where: { $0.contains(authority) && $0.hasSuffix(".key") }) else {
            throw SystemFailure("the keyring has no key of \(authority): \(files)")
        }
        struct Key: Decodable { var d: String }
        let key = try JSONDecoder().decode(Key.self, from: Data(contentsOf: URL(filePath: "\(keys)/\(name)")))
        return try SigningKey(seed: Base64URL.decode(key.d.utf8) ?? [])
    }

    func startBroker() throws {
        try admitWitness()
        let broker = try Child(
            "mosquitto", Place.tool("mosquitto"), ["-c", "\(folder)/broker/mosquitto.conf"],
            log: "\(folder)/broker.log")
        var patience = 500
        while !FreePort.isListening(brokerPort), broker.isRunning, patience > 0 {
            usleep(10_000)
            patience -= 1
        }
        guard broker.isRunning else { throw SystemFailure("mosquitto ended: \(broker.output)") }
        self.broker = broker
    }

    private func admitWitness() throws {
        let path = "\(folder)/broker/acl"
        let text = try String(contentsOfFile: path, encoding: .utf8)
        try (text + "\nuser \(Self.witness)\ntopic readwrite loa/1/#\n")
            .write(toFile: path, atomically: false, encoding: .utf8)
    }

    func liftBrokerLimit() throws {
        let path = "\(folder)/broker/mosquitto.conf"
        let lines = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n")
        try lines.filter { !$0.hasPrefix("max_packet_size") }.joined(separator: "\n")
            .write(toFile: path, atomically: true, encoding: .utf8)
    }

    func startCentre() async throws {
        let broker = "\(folder)/broker"
        try "a-token-for-this-test-alone\n".write(toFile: "\(folder)/token", atomically: true, encoding: .utf8)
        chmod("\(folder)/token", 0o600)
        let identity = [
            "--broker-ca", "\(broker)/ca.pem", "--broker-cert", "\(broker)/centre.pem", "--broker-key",
            "\(broker)/centre.key",
        ]
        let centre = try Child(
            "loa-centre", Place.program("loa-centre"),
            [
                "serve", "--data", "\(folder)/centre", "--listen", String(centreAddress.dropFirst("http://".count)),
                "--broker",
                "127.0.0.1:\(brokerPort)", "--trust", "\(folder)/trust.jws", "--root-key", "\(folder)/root.pub",
                "--token-file", "\(folder)/token",
            ] + (isPlain ? [] : identity), log: "\(folder)/centre.log")
        self.centre = centre
        try await eventually("the centre's address") {
            guard centre.isRunning else { throw SystemFailure("loa-centre ended: \(centre.output)") }
            return centre.output.contains("loa-centre: http")
        }
        struct Health: Decodable { var broker: String }
        try await eventually("the centre's link") {
            try await self.ask("/healthz", as: Health.self).broker == "connected"
        }
    }
}
