import LoaModel
import Testing

/// Broken JSON gives an error or a value that `check` may still refuse; it never traps.
@Suite struct DecodingFuzzTests {
    @Test(arguments: 0..<40) func `mutated schedules, alerts and cancels`(seed: Int) {
        var state = UInt64(seed) &* 0x9E37_79B9_7F4A_7C15 &+ 7
        func random(_ bound: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int((state >> 33) % UInt64(bound))
        }
        let pieces = [
            "null", "-1", "1e999", "\"\"", "[]", "{}", "true", "99999999999999999999", "\"\\u0000\"", "-0.0",
            "\"2026-02-30T25:61\"", "\"FREQ=DAILY;COUNT=0\"", "\"\u{301}\"",
        ].map { Array($0.utf8) }
        let alert = Array(#"{"id":"x","times":3,"tone_seconds":2.5,"source":{"kind":"tone","seconds":3}}"#.utf8)
        for _ in 0..<60 {
            var bytes = random(3) == 0 ? alert : Array(WireTests.schedule.utf8)
            for _ in 0...random(4) {
                let place = random(bytes.count)
                switch random(5) {
                case 0: bytes[place] = UInt8(random(256))
                case 1: bytes.remove(at: place)
                case 2: bytes.insert(UInt8(random(128)), at: place)
                case 3: bytes = Array(bytes.prefix(place + 1))
                default:
                    let end = min(bytes.count, place + random(12))
                    bytes.replaceSubrange(place..<end, with: pieces[random(pieces.count)])
                }
            }
            if let schedule = try? WireJSON.read(Schedule.self, bytes) {
                try? schedule.check { _ in true }
                // What was taken can be told again.
                #expect((try? WireJSON.text(schedule)) != nil)
            }
            if let alert = try? WireJSON.read(Alert.self, bytes) { try? alert.check() }
            _ = try? WireJSON.read(Cancellation.self, bytes)
            _ = try? WireJSON.read(AsRun.self, bytes)
        }
    }

    @Test(arguments: [
        "", " ", "{", "[", "nul", "\"", "{\"id\"", "[[[[[[[[", "{\"bulletins\": [{}]}", "12", "\u{feff}{}",
    ]) func `what is no schedule is refused in a sentence`(text: String) throws {
        let refusal = try #require(WireJSON.refusal(of: Schedule.self, text))
        #expect(!refusal.isEmpty)
    }

    @Test func `deep nesting is refused`() {
        let deep = String(repeating: "[", count: 100_000) + String(repeating: "]", count: 100_000)
        #expect(WireJSON.refusal(of: Schedule.self, deep) != nil)
        let inside = WireTests.schedule.replacing(#""gain_db": -3.5"#, with: #""gain_db": \#(deep)"#)
        #expect(WireJSON.refusal(of: Schedule.self, inside) != nil)
    }
}
