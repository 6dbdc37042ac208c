/// The 44 bytes before each data block of a TZif file (RFC 9636 3.1).
struct ZoneHeader {
    /// 1...4; later versions are read as 4.
    let version: Int
    let utcFlags: Int
    let standardFlags: Int
    let leapSeconds: Int
    let times: Int
    let kinds: Int
    let characters: Int

    init(reading reader: inout ByteReader) throws(ZoneFault) {
        guard try Array(reader.take(4)) == Array("TZif".utf8) else { throw ZoneFault("it does not start with TZif") }
        let mark = try reader.byte()
        guard mark == 0 || mark >= 0x32 else { throw ZoneFault("its version is unknown") }
        version = mark == 0 ? 1 : min(Int(mark) - 0x30, 4)
        _ = try reader.take(15)
        utcFlags = try Self.count(&reader)
        standardFlags = try Self.count(&reader)
        leapSeconds = try Self.count(&reader)
        times = try Self.count(&reader)
        kinds = try Self.count(&reader)
        characters = try Self.count(&reader)
    }

    /// A count that no block of the largest file could hold is refused here, so that sums of counts stay small.
    private static func count(_ reader: inout ByteReader) throws(ZoneFault) -> Int {
        let value = try reader.int32()
        guard value >= 0, value <= ZoneRules.largestFile else { throw ZoneFault("a count in its header is absurd") }
        return Int(value)
    }

    /// The bytes of a block whose times are 4 bytes wide.
    var narrowLength: Int {
        times * 5 + kinds * 6 + characters + leapSeconds * 8 + standardFlags + utcFlags
    }

    /// Throws unless the block can be used for times: it names a kind, and the flags are all there or none.
    func check() throws(ZoneFault) {
        guard (1...256).contains(kinds), characters > 0 else { throw ZoneFault("it names no offset") }
        guard utcFlags == 0 || utcFlags == kinds, standardFlags == 0 || standardFlags == kinds else {
            throw ZoneFault("its flags do not fit its offsets")
        }
        guard leapSeconds == 0 else {
            throw ZoneFault("it counts leap seconds, as the zones under right/ do; name the zone without right/")
        }
    }
}
