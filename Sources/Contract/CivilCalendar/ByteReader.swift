/// Reads big-endian numbers forward; reading past the end throws and never traps.
struct ByteReader {
    private let bytes: [UInt8]
    private(set) var position: Int

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        position = 0
    }

    var remaining: Int { bytes.count - position }

    mutating func take(_ count: Int) throws(ZoneFault) -> ArraySlice<UInt8> {
        guard count >= 0, count <= remaining else { throw ZoneFault("it ends too soon") }
        defer { position += count }
        return bytes[position..<position + count]
    }

    mutating func byte() throws(ZoneFault) -> UInt8 {
        try take(1).first ?? 0
    }

    mutating func int32() throws(ZoneFault) -> Int32 {
        let bits = try take(4).reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
        return Int32(bitPattern: bits)
    }

    mutating func int64() throws(ZoneFault) -> Int64 {
        let bits = try take(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        return Int64(bitPattern: bits)
    }
}

/// What is wrong with the bytes of a zone; the reader of the whole file adds the zone's name.
struct ZoneFault: Error {
    let reason: String

    init(_ reason: String) {
        self.reason = reason
    }
}
