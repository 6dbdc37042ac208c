/// What a calendar and a clock on the wall show together; it names an instant only with a zone.
public struct CivilDateTime: Hashable, Sendable, Comparable {
    public let date: CivilDate
    public let time: CivilTime

    public static let earliest = CivilDateTime(date: .earliest, time: .midnight)
    public static let latest = CivilDateTime(date: .latest, time: CivilTime(unchecked: 86_399))

    public init(date: CivilDate, time: CivilTime) {
        self.date = date
        self.time = time
    }

    /// What a clock in UTC shows so many seconds after 1970-01-01T00:00:00Z, or the nearest of the range.
    public init(secondsSinceEpochAsUTC seconds: Int64) {
        let first = Self.earliest.secondsSinceEpochAsUTC
        let last = Self.latest.secondsSinceEpochAsUTC
        let held = min(max(seconds, first), last)
        let secondOfDay = (held % 86_400 + 86_400) % 86_400
        date = CivilDate(daysSinceEpoch: Int((held - secondOfDay) / 86_400))
        time = CivilTime(unchecked: Int(secondOfDay))
    }

    /// Seconds from 1970-01-01T00:00:00Z, were this clock in UTC; a day has 86,400.
    public var secondsSinceEpochAsUTC: Int64 {
        Int64(date.daysSinceEpoch) * 86_400 + Int64(time.secondOfDay)
    }

    /// So many seconds later on the wall (no zone: no changes of the clock), or the nearest of the range.
    public func adding(seconds: Int) -> CivilDateTime {
        let (sum, overflow) = secondsSinceEpochAsUTC.addingReportingOverflow(Int64(seconds))
        if overflow { return seconds < 0 ? .earliest : .latest }
        return CivilDateTime(secondsSinceEpochAsUTC: sum)
    }

    public static func < (left: CivilDateTime, right: CivilDateTime) -> Bool {
        left.date == right.date ? left.time < right.time : left.date < right.date
    }
}

extension CivilDateTime: CalendarText {
    /// "2026-01-01T05:00", "2026-01-01T05:00:30", or RFC 5545's "20260101T050030".
    public init(parsing text: String) throws(CalendarError) {
        var extended = TextCursor(text)
        if let value = Self(reading: &extended), extended.isAtEnd {
            self = value
            return
        }
        var basic = TextCursor(text)
        guard let value = Self(readingBasic: &basic), basic.isAtEnd else {
            throw CalendarError(
                .badDateTime,
                "\(CalendarError.quoted(text)) is not a local date and time; write 2026-01-31T05:00, no zone and no Z")
        }
        self = value
    }

    private init?(reading cursor: inout TextCursor) {
        guard let date = CivilDate(reading: &cursor, basic: false), cursor.take("T"),
            let time = CivilTime(reading: &cursor)
        else { return nil }
        self.init(date: date, time: time)
    }

    private init?(readingBasic cursor: inout TextCursor) {
        guard let date = CivilDate(reading: &cursor, basic: true), cursor.take("T"),
            let time = CivilTime(readingBasic: &cursor)
        else { return nil }
        self.init(date: date, time: time)
    }

    /// "2026-01-01T05:00:00".
    public var description: String { "\(date)T\(time)" }

    /// "20260101T050000", as RFC 5545 writes it.
    public var basicText: String { "\(date.basicText)T\(time.basicText)" }
}
