import Foundation
import Testing

/// An order, signed as it should be, whose content is wrong.
struct HostileOrder: Sendable, CustomTestStringConvertible {
    var name: String
    /// The refusal that the device must answer with.
    var code: String
    var claims: @Sendable () -> [UInt8]

    var testDescription: String { name }

    private init(_ name: String, _ code: String, _ claims: @escaping @Sendable () -> [UInt8]) {
        self.name = name
        self.code = code
        self.claims = claims
    }

    private static func schedule(_ bulletins: String...) -> [UInt8] {
        Array(Bed.claims("schedule", body: Bed.schedule(bulletins.joined(separator: ","))).utf8)
    }

    private static let tone = "{\"kind\": \"tone\", \"seconds\": 5}"
    private static let start = "2026-01-01T05:00"

    static let all = [
        HostileOrder("broken JSON", "invalid_body") { Array("{\"loa\": 1, \"iss\": ".utf8) },
        HostileOrder("an unknown order type", "unknown_order") { Array(Bed.claims("reboot", body: "{}").utf8) },
        HostileOrder("a newer protocol version", "unsupported_version") {
            Array(Bed.claims("alert", body: "{\"id\": \"x\"}", changes: ["loa": "2"]).utf8)
        },
        HostileOrder("10 MB", "too_large") {
            Array(
                Bed.claims("alert", body: "{\"id\": \"x\", \"title\": \"\(String(repeating: "a", count: 7_500_000))\"}")
                    .utf8)
        },
        HostileOrder("a schedule with 10,000 bulletins", "invalid_body") {
            schedule(
                (0..<10_000).map { number in
                    "{\"id\":\"b\(number)\",\"class\":\"normal\",\"start\":\"\(start)\",\"max_seconds\":9,\"source\":\(tone)}"
                }.joined(separator: ","))
        },
        HostileOrder("a negative duration", "invalid_body") {
            schedule(Bed.bulletin("x", start: start, seconds: -5, source: tone))
        },
        HostileOrder("an unknown zone", "invalid_body") {
            schedule(Bed.bulletin("x", start: start, seconds: 5, source: tone, more: ", \"zone\": \"Asia/Atlantis\""))
        },
        HostileOrder("bytes that are not UTF-8", "invalid_body") {
            schedule(Bed.bulletin("x", start: start, seconds: 5, source: tone)).map {
                $0 == UInt8(ascii: "x") ? 0xff : $0
            }
        },
        HostileOrder("an interval of 0", "invalid_body") {
            schedule(
                Bed.bulletin(
                    "x", start: start, seconds: 5, source: tone, more: ", \"rrule\": \"FREQ=DAILY;INTERVAL=0\""))
        },
    ]
}
