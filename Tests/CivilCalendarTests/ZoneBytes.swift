/// Builds the bytes of a TZif file field by field, after RFC 9636, so that tests do not lean on the reader.
struct ZoneBytes {
    var version: UInt8 = 0x32
    var times: [Int64] = []
    var kinds: [UInt8] = []
    /// Seconds east, daylight, index of the name.
    var offsets: [(Int32, UInt8, UInt8)] = [(25_200, 0, 0)]
    var names: [UInt8] = Array("+07\0".utf8)
    var leapSeconds: Int32 = 0
    var footer: String? = "<+07>-7"

    /// Both blocks and the footer; with version 0 the first block alone.
    var bytes: [UInt8] {
        let narrow = header + block(wide: false)
        guard version != 0 else { return narrow }
        return narrow + header + block(wide: true) + Array("\n\(footer ?? "")\n".utf8)
    }

    private var header: [UInt8] {
        let counts: [Int32] = [0, 0, leapSeconds, Int32(times.count), Int32(offsets.count), Int32(names.count)]
        return Array("TZif".utf8) + [version] + Array(repeating: 0, count: 15) + counts.flatMap { Self.big($0) }
    }

    private func block(wide: Bool) -> [UInt8] {
        let written = times.flatMap { wide ? Self.big($0) : Self.big(Int32(clamping: $0)) }
        let records = offsets.flatMap { Self.big($0.0) + [$0.1, $0.2] }
        return written + kinds + records + names + Array(repeating: 0, count: Int(leapSeconds) * (wide ? 12 : 8))
    }

    static func big(_ value: some FixedWidthInteger) -> [UInt8] {
        withUnsafeBytes(of: value.bigEndian) { Array($0) }
    }
}
