/// One data block of a TZif file (RFC 9636 3.2): from which second on which offset holds.
struct ZoneTable: Hashable, Sendable {
    /// Rising; seconds since 1970-01-01T00:00:00Z.
    var times: [Int64] = []
    /// For each of `times`, an index into `offsets`.
    var kinds: [Int] = []
    /// Never empty; the first one holds before the first of `times`.
    var offsets: [ZoneOffset]

    /// The offset that holds from `times[index]` on; before the first of them for -1.
    func offset(from index: Int) -> ZoneOffset {
        index < 0 ? offsets[0] : offsets[kinds[index]]
    }

    /// How many of `times` are at or before `second`.
    func passed(at second: Int64) -> Int {
        var low = 0
        var high = times.count
        while low < high {
            let middle = (low + high) / 2
            if times[middle] <= second { low = middle + 1 } else { high = middle }
        }
        return low
    }
}

extension ZoneTable {
    /// Reads a block whose times are 8 bytes wide, or 4 in the first block of a file.
    init(reading reader: inout ByteReader, header: ZoneHeader, wide: Bool) throws(ZoneFault) {
        var times: [Int64] = []
        for _ in 0..<header.times {
            let time = wide ? try reader.int64() : Int64(try reader.int32())
            if let last = times.last, last >= time { throw ZoneFault("its times do not rise") }
            times.append(time)
        }
        let kinds = try reader.take(header.times).map(Int.init)
        guard kinds.allSatisfy({ $0 < header.kinds }) else { throw ZoneFault("a time names a kind that is not there") }
        let records = Array(try reader.take(header.kinds * 6))
        let names = Array(try reader.take(header.characters))
        _ = try reader.take(header.leapSeconds * (wide ? 12 : 8) + header.standardFlags + header.utcFlags)
        var offsets: [ZoneOffset] = []
        for kind in 0..<header.kinds {
            offsets.append(try Self.offset(Array(records[kind * 6..<kind * 6 + 6]), names: names))
        }
        self.init(times: times, kinds: kinds, offsets: offsets)
    }

    private static func offset(_ record: [UInt8], names: [UInt8]) throws(ZoneFault) -> ZoneOffset {
        var reader = ByteReader(record)
        let seconds = Int(try reader.int32())
        let flag = try reader.byte()
        let start = Int(try reader.byte())
        guard abs(seconds) <= ZoneOffset.largest else { throw ZoneFault("an offset is past 26 hours") }
        guard flag < 2 else { throw ZoneFault("a daylight flag is neither 0 nor 1") }
        guard start < names.count, let end = names[start...].firstIndex(of: 0) else {
            throw ZoneFault("an abbreviation has no end")
        }
        return ZoneOffset(
            seconds: seconds, isDaylight: flag == 1, abbreviation: String(decoding: names[start..<end], as: UTF8.self))
    }
}
