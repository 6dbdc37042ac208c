/// A zone of the IANA database: what its clocks show at each instant, and which instant a time on them means.
public struct ZoneRules: Hashable, Sendable {
    /// The largest zone file that is read, in bytes; those of the database have at most a few thousand.
    public static let largestFile = 256 * 1024

    /// "Asia/Ho_Chi_Minh".
    public let name: String
    let table: ZoneTable
    /// Nil where the file has none: the last offset of the table then holds for ever.
    let footer: ZoneFooter?

    public static let utc = ZoneRules.fixed(seconds: 0, name: "UTC")

    init(name: String, table: ZoneTable, footer: ZoneFooter?) {
        self.name = name
        self.table = table
        self.footer = footer
    }

    /// A zone that is always `seconds` east of UTC; more than a day and two hours is held there.
    public static func fixed(seconds: Int, name: String) -> ZoneRules {
        let held = min(max(seconds, -ZoneOffset.largest), ZoneOffset.largest)
        let offset = ZoneOffset(seconds: held, isDaylight: false, abbreviation: name)
        return ZoneRules(name: name, table: ZoneTable(offsets: [offset]), footer: nil)
    }

    /// The offset at an instant, in seconds since 1970-01-01T00:00:00Z.
    public func offset(atUTC second: Int64) -> ZoneOffset {
        let passed = table.passed(at: second)
        if let footer, passed == table.times.count { return footer.offset(at: second) }
        return table.offset(from: passed - 1)
    }

    /// What the zone's clocks show at an instant, within the years 1 to 9999.
    public func civil(atUTC second: Int64) -> CivilDateTime {
        let sum = second.addingReportingOverflow(Int64(offset(atUTC: second).seconds))
        return CivilDateTime(secondsSinceEpochAsUTC: sum.overflow ? second : sum.partialValue)
    }
}
