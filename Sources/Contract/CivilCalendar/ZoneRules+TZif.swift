extension ZoneRules {
    /// Reads the bytes of a TZif file, versions 1 to 4 (RFC 9636). Bytes that break the format throw `badZone`.
    public init(parsing bytes: [UInt8], name: String) throws(CalendarError) {
        do {
            self = try Self.read(bytes, name)
        } catch {
            throw CalendarError(
                .badZone,
                "the file of zone \(CalendarError.quoted(name)) cannot be used: \(error.reason); install tzdata again "
                    + "(apt install --reinstall tzdata)")
        }
    }

    private static func read(_ bytes: [UInt8], _ name: String) throws(ZoneFault) -> ZoneRules {
        guard bytes.count <= largestFile else { throw ZoneFault("it is larger than \(largestFile) bytes") }
        var reader = ByteReader(bytes)
        let first = try ZoneHeader(reading: &reader)
        guard first.version > 1 else {
            try first.check()
            let table = try ZoneTable(reading: &reader, header: first, wide: false)
            return ZoneRules(name: name, table: table, footer: nil)
        }
        _ = try reader.take(first.narrowLength)
        let header = try ZoneHeader(reading: &reader)
        guard header.version > 1 else { throw ZoneFault("its second header is of version 1") }
        try header.check()
        let table = try ZoneTable(reading: &reader, header: header, wide: true)
        let line = try lastLine(&reader)
        let footer: ZoneFooter? = line.isEmpty ? nil : try ZoneFooter(parsing: line)
        return ZoneRules(name: name, table: table, footer: footer)
    }

    /// What stands between the two line feeds at the end.
    private static func lastLine(_ reader: inout ByteReader) throws(ZoneFault) -> [UInt8] {
        let rest = try reader.take(reader.remaining)
        guard rest.first == 0x0A, let end = rest.dropFirst().firstIndex(of: 0x0A) else {
            throw ZoneFault("its last line is missing")
        }
        return Array(rest[(rest.startIndex + 1)..<end])
    }
}
