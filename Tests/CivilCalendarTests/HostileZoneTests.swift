import CivilCalendar
import Testing

/// Bytes of a zone file come from a disk: every one of them may be wrong.
@Suite struct HostileZoneTests {
    private static let sound: ZoneBytes = {
        var bytes = ZoneBytes(times: [-5_000_000_000, 1000, 2000], kinds: [1, 0, 1])
        bytes.offsets = [(3600, 0, 0), (7200, 1, 4)]
        bytes.names = Array("CET\0CEST\0".utf8)
        bytes.footer = "CET-1CEST,M3.5.0,M10.5.0/3"
        return bytes
    }()

    private func refusal(_ bytes: [UInt8]) -> CalendarError? {
        #expect(throws: CalendarError.self) { try ZoneRules(parsing: bytes, name: "Test/Zone") }
    }

    @Test func `a file cut short anywhere is refused`() throws {
        let bytes = Self.sound.bytes
        _ = try ZoneRules(parsing: bytes, name: "Test/Zone")
        for count in 0..<bytes.count { #expect(refusal(Array(bytes[..<count]))?.code == .badZone) }
    }

    @Test func `no changed byte traps, here or in what is asked then`() throws {
        let bytes = Self.sound.bytes
        let noon = try CivilDateTime(parsing: "2026-03-29T02:30")
        for index in bytes.indices {
            for value in [0x00, 0x01, 0x2C, 0x2F, 0x39, 0x7F, 0x80, 0xFF] as [UInt8] {
                var changed = bytes
                changed[index] = value
                guard let rules = try? ZoneRules(parsing: changed, name: "Test/Zone") else { continue }
                for second in [Int64.min, -5_000_000_000, 0, 1500, 4_000_000_000, .max] {
                    _ = rules.civil(atUTC: second)
                }
                for civil in [CivilDateTime.earliest, noon, .latest] { _ = rules.utcSeconds(of: civil) }
            }
        }
    }

    @Test func `what breaks RFC 9636 is refused`() {
        func broken(_ change: (inout ZoneBytes) -> Void) -> CalendarError? {
            var bytes = Self.sound
            change(&bytes)
            return refusal(bytes.bytes)
        }
        #expect(broken { $0.times[2] = 1000 }?.message.contains("do not rise") ?? false)
        #expect(broken { $0.kinds[0] = 2 }?.message.contains("kind") ?? false)
        #expect(broken { $0.offsets[0].0 = 93_600 }?.message.contains("26 hours") ?? false)
        #expect(broken { $0.offsets[0].0 = Int32.min }?.message.contains("26 hours") ?? false)
        #expect(broken { $0.offsets[0].1 = 2 }?.message.contains("flag") ?? false)
        #expect(broken { $0.offsets[1].2 = 9 }?.message.contains("abbreviation") ?? false)
        #expect(broken { $0.names[8] = 0x41 }?.message.contains("abbreviation") ?? false)
        #expect(broken { $0.leapSeconds = 1 }?.message.contains("right/") ?? false)
        #expect(
            broken {
                $0.offsets = []; $0.times = []; $0.kinds = []
            }?.message.contains("no offset") ?? false)
        #expect(broken { $0.version = 0x31 }?.message.contains("version") ?? false)
        #expect(refusal(Array(repeating: 0, count: ZoneRules.largestFile + 1))?.message.contains("larger") ?? false)
    }

    @Test func `a header that promises the world is refused before anything is made for it`() {
        var bytes = Self.sound.bytes
        for index in 32..<36 { bytes[index] = 0x7F }
        #expect(refusal(bytes)?.message.contains("absurd") ?? false)
        for index in 32..<36 { bytes[index] = 0xFF }
        #expect(refusal(bytes)?.message.contains("absurd") ?? false)
    }
}
