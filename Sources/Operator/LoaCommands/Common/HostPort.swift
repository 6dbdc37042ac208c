import ArgumentParser
import Keyring
import LoaModel

/// A server as `host:port`; an IPv6 address stands in brackets.
struct HostPort: Hashable, Sendable, CustomStringConvertible {
    let host: String
    let port: Int

    /// A broker with TLS on this machine.
    static let loopback = HostPort(host: "127.0.0.1", port: 8883)

    private init(host: String, port: Int) {
        self.host = host
        self.port = port
    }

    /// - Throws: what is wrong, for people.
    init(parsing text: String) throws {
        guard let colon = text.lastIndex(of: ":"), let port = Int(text[text.index(after: colon)...]),
            (1...65_535).contains(port)
        else {
            throw ValidationError("'\(text.prefix(80))' is no address; write host:port, like broker.example.vn:8883")
        }
        var host = String(text[..<colon])
        if host.hasPrefix("["), host.hasSuffix("]") { host = String(host.dropFirst().dropLast()) }
        _ = try HostName(host)
        self.init(host: host, port: port)
    }

    var isLoopback: Bool { ["127.0.0.1", "::1", "localhost"].contains(host) }

    var description: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }
}
