import LoaModel
import TestSupport
import Testing
import Trust

/// Bytes from nobody knows where. The same at each run; what a run finds becomes a test of its own.
@Suite struct `Hostile bytes` {
    private let bench: Bench

    init() throws { bench = try Bench() }

    @Test func `random bytes are refused and trap nothing`() {
        var dice = Dice(seed: 1)
        for _ in 0..<5_000 {
            #expect(bench.refusal(dice.bytes(upTo: 200)) != nil)
        }
        let alphabet = Array("{}[]\":,.eE+-0123456789abcdefnulltrue\\u ".utf8)
        for _ in 0..<5_000 { #expect(bench.refusal(dice.bytes(upTo: 200, of: alphabet)) != nil) }
    }

    @Test func `random headers and payloads of the right form are refused and trap nothing`() throws {
        var dice = Dice(seed: 2)
        for _ in 0..<2_000 {
            let parts = (0..<3).map { _ in Base64URL.encode(dice.bytes(upTo: 100)) }
            #expect(bench.refusal(Array(parts.joined(separator: ".").utf8)) != nil)
        }
    }

    @Test func `signed payloads with a piece changed are refused or mean what they say`() throws {
        let order = try bench.key.sign(try bench.order(try bench.schedule()))
        let payload = try CompactJWS(parsing: order, limit: 1 << 20).payload
        var dice = Dice(seed: 3)
        for _ in 0..<1_000 {
            let changed = dice.mutate(payload)
            guard case .accepted(let read, _) = try? bench.judge(try bench.key.sign(changed, type: "x")) else {
                continue
            }
            let written = try JSON.encode(read)
            #expect(try JSON.encode(try JSON.decode(Order.self, from: written)) == written)
        }
    }

    @Test(arguments: [
        "1e400", "-1e400", "1e-400", "99999999999999999999", "-99999999999999999999", "1.5", "0x10", "NaN", "Infinity",
        "-", "01", "true", "null", "\"1\"", "[1]", "{}", "1E2", "9223372036854775808", "-0",
    ])
    func `numbers that are none, or too large, are refused by name`(number: String) throws {
        let order = try bench.key.sign(try bench.order(try bench.schedule()))
        let text = String(decoding: try CompactJWS(parsing: order, limit: 1 << 20).payload, as: UTF8.self)
        for (field, value) in [("seq", "10"), ("version", "1"), ("max_seconds", "60"), ("gain_db", "0"), ("loa", "1")] {
            let changed = text.replacing("\"\(field)\":\(value)", with: "\"\(field)\":\(number)")
            #expect(changed != text, "\(field) in \(text)")
            let code = bench.refusal(try bench.signed(changed))
            #expect([nil, .invalidBody, .unsupportedVersion, .gainNotPermitted].contains(code), "\(field) \(number)")
        }
    }

    @Test func `depth, length and encoding are bounded`() throws {
        let deep = String(repeating: "[", count: 100_000)
        let objects = String(repeating: #"{"a":"#, count: 100_000)
        for text in [deep, objects, "{\"loa\":\(deep)", "\"\(String(repeating: "\\u0000", count: 50_000))\""] {
            #expect(bench.refusal(try bench.signed(text)) == .invalidBody)
        }
        let notText: [[UInt8]] = [
            [0xff, 0xfe], [0x22, 0xc3, 0x28, 0x22], [0xed, 0xa0, 0x80], Array("{\"loa\":1}".utf8) + [0x80],
        ]
        for bytes in notText { #expect(bench.refusal(try bench.key.sign(bytes, type: "x")) == .invalidBody) }
    }

    @Test func `two megabytes of dots or of header cost little`() {
        #expect(bench.refusal(Array(repeating: 46, count: Order.maximumBytes)) == .malformed)
        let header = Base64URL.encode([UInt8](repeating: 91, count: 1 << 20))
        #expect(bench.refusal(Array("\(header).e30.AAAA".utf8)) == .malformed)
    }

    @Test func `a payload as large as is allowed is judged`() throws {
        let title = String(repeating: "a", count: 1_400_000)
        let text = #"{"loa":1,"type":"alert","x":"\#(title)"}"#
        #expect(bench.refusal(try bench.signed(text)) == .invalidBody)
    }
}
