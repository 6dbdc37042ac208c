import Crypto
import Foundation
import LoaModel
import Trust

/// Orders as text, so that a test can say what no encoder would.
extension Bed {
    static let scheduleTopic = "loa/1/area/\(area)/schedule/\(authority)"
    static let alertTopic = "loa/1/area/\(area)/alert/\(authority)"

    /// Claims around a body; `changes` replaces whole fields.
    static func claims(_ type: String, body: String, changes: [String: String] = [:]) -> String {
        let now = Int64(Date().timeIntervalSince1970)
        var fields = [
            "loa": "1", "iss": "\"\(authority)\"", "aud": "\"area:\(area)\"", "iat": "\(now)", "nbf": "\(now)",
            "exp": "\(now + 3_600)", "seq": "\(Int64(Date().timeIntervalSince1970 * 1e6))", "type": "\"\(type)\"",
            "body": body,
        ]
        for (key, value) in changes { fields[key] = value }
        return "{" + fields.map { "\"\($0)\": \($1)" }.sorted().joined(separator: ", ") + "}"
    }

    /// Signs any bytes as the authority would.
    func sign(_ claims: some Sequence<UInt8>) throws -> [UInt8] { try key.sign(Array(claims), type: "loa-order+jwt") }

    /// - Returns: the order's hash.
    @discardableResult
    func order(_ type: String, body: String, changes: [String: String] = [:]) throws -> String {
        let compact = try sign(Self.claims(type, body: body, changes: changes).utf8)
        try publish(compact, to: type == "schedule" ? Self.scheduleTopic : Self.alertTopic)
        return orderHash(compact)
    }

    /// A civil time in UTC, so many seconds from now.
    static func start(in seconds: Double) -> String {
        let stamp = Timestamp(seconds: Int64(Date().timeIntervalSince1970 + seconds)).description
        return String(stamp.prefix(19))
    }

    static func bulletin(_ id: String, start: String, seconds: Double, source: String, more: String = "") -> String {
        """
        {"id": "\(id)", "class": "normal", "start": "\(start)", "max_seconds": \(seconds), "source": \(source),
         "in_quiet_hours": true\(more)}
        """
    }

    static func schedule(_ bulletins: String...) -> String {
        "{\"version\": 1, \"zone\": \"UTC\", \"bulletins\": [\(bulletins.joined(separator: ","))]}"
    }

    /// A source of a tone as a WAV file that the centre has.
    func tone(seconds: Int) async throws -> String {
        let wave = Data(WaveBytes.tone(seconds: seconds))
        let hash = SHA256.hash(data: wave).map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
        try await put(media: wave, named: hash)
        return "{\"kind\": \"media\", \"sha256\": \"\(hash)\", \"bytes\": \(wave.count)}"
    }

    /// Has the device play something long, joined in progress.
    func startPlaying(_ id: String = "nen", seconds: Int = 120) async throws {
        let source = try await tone(seconds: seconds)
        try order(
            "schedule",
            body: Self.schedule(
                Self.bulletin(id, start: Self.start(in: 0), seconds: Double(seconds), source: source)))
        try await eventually("the start of '\(id)'") { try await self.asRun(id)?.outcome == "running" }
    }

    /// Whether what plays goes on: it has not ended, and frames still leave the output.
    func stillPlays(_ id: String = "nen") async throws -> Bool {
        guard let record = try await asRun(id), record.outcome == "running" else { return false }
        let before = try heard()
        try await eventually("more sound in out.wav", within: 5) {
            try self.heard() > before
        }
        return true
    }

    /// Bytes of sound that have left the output so far.
    func heard() throws -> Int {
        try FileManager.default.attributesOfItem(atPath: "\(folder)/out.wav")[.size] as? Int ?? 0
    }
}
