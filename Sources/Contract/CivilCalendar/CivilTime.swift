/// A time of day on the wall, to the second; 00:00:00 to 23:59:59.
public struct CivilTime: Hashable, Sendable, Comparable {
    public let hour: Int
    public let minute: Int
    public let second: Int

    public static let midnight = CivilTime(unchecked: 0)

    /// Nil when out of range.
    public init?(hour: Int, minute: Int, second: Int = 0) {
        guard (0...23).contains(hour), (0...59).contains(minute), (0...59).contains(second) else { return nil }
        self.init(unchecked: (hour * 60 + minute) * 60 + second)
    }

    /// Seconds since midnight, 0...86,399; nil outside.
    public init?(secondOfDay: Int) {
        guard (0..<86_400).contains(secondOfDay) else { return nil }
        self.init(unchecked: secondOfDay)
    }

    init(unchecked secondOfDay: Int) {
        hour = secondOfDay / 3600
        minute = secondOfDay / 60 % 60
        second = secondOfDay % 60
    }

    /// Seconds since midnight as a clock shows them: 0...86,399.
    public var secondOfDay: Int { (hour * 60 + minute) * 60 + second }

    public static func < (left: CivilTime, right: CivilTime) -> Bool {
        left.secondOfDay < right.secondOfDay
    }
}

extension CivilTime: CalendarText {
    /// "05:00" or "05:00:30".
    public init(parsing text: String) throws(CalendarError) {
        var cursor = TextCursor(text)
        guard let time = Self(reading: &cursor), cursor.isAtEnd else {
            throw CalendarError(
                .badTime, "\(CalendarError.quoted(text)) is not a time of day; write 05:00 or 05:00:30, 24 hours")
        }
        self = time
    }

    /// Reads 05:00 or 05:00:30.
    init?(reading cursor: inout TextCursor) {
        guard let hour = cursor.digits(2), cursor.take(":"), let minute = cursor.digits(2) else { return nil }
        var second = 0
        if cursor.take(":") {
            guard let read = cursor.digits(2) else { return nil }
            second = read
        }
        self.init(hour: hour, minute: minute, second: second)
    }

    /// Reads 050030. A leap second is read as the second before it, as RFC 5545 3.3.12 asks of those who have none.
    init?(readingBasic cursor: inout TextCursor) {
        guard let hour = cursor.digits(2), let minute = cursor.digits(2), let second = cursor.digits(2) else {
            return nil
        }
        self.init(hour: hour, minute: minute, second: second == 60 ? 59 : second)
    }

    /// "05:00:00".
    public var description: String { "\(padded(hour, 2)):\(padded(minute, 2)):\(padded(second, 2))" }

    /// "050000", as RFC 5545 writes it.
    public var basicText: String { padded(hour, 2) + padded(minute, 2) + padded(second, 2) }
}
