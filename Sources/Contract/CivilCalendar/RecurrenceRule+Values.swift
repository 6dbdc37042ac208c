/// The values of single parts of a rule, each checked against its range.
extension RecurrenceRule {
    static func number(_ key: String, _ text: String, _ range: ClosedRange<Int>) throws(CalendarError) -> Int {
        var cursor = TextCursor(text)
        guard let value = cursor.number(), cursor.isAtEnd, range.contains(value) else {
            throw CalendarError(
                .badRule,
                "\(key)=\(CalendarError.quoted(text)) is refused; write a whole number from \(range.lowerBound) to "
                    + "\(range.upperBound)")
        }
        return value
    }

    /// Numbers between commas, each with its size in `range`, minus allowed when `signed`; sorted, none twice.
    static func list(
        _ key: String, _ text: String, _ range: ClosedRange<Int>, signed: Bool
    ) throws(CalendarError) -> [Int] {
        var cursor = TextCursor(text)
        var values: Set<Int> = []
        repeat {
            let negative = cursor.take("-")
            if !negative { _ = cursor.take("+") }
            guard let size = cursor.number(most: 4), range.contains(size), signed || !negative else {
                throw refused(key, text, range, signed)
            }
            values.insert(negative ? -size : size)
        } while cursor.take(",")
        guard cursor.isAtEnd else { throw refused(key, text, range, signed) }
        return values.sorted()
    }

    private static func refused(
        _ key: String, _ text: String, _ range: ClosedRange<Int>, _ signed: Bool
    ) -> CalendarError {
        let negative = signed ? " or from -\(range.upperBound) to -\(range.lowerBound)" : ""
        return CalendarError(
            .badRule,
            "\(key)=\(CalendarError.quoted(text)) is refused; write numbers from \(range.lowerBound) to "
                + "\(range.upperBound)\(negative), with commas between")
    }

    static func weekdays(_ text: String) throws(CalendarError) -> [RecurrenceWeekday] {
        var days: Set<RecurrenceWeekday> = []
        for element in text.split(separator: ",", omittingEmptySubsequences: false) {
            guard let day = weekday(element) else {
                throw CalendarError(
                    .badRule,
                    "BYDAY=\(CalendarError.quoted(text)) is refused at \(CalendarError.quoted(String(element))); write MO, "
                        + "TU, WE, TH, FR, SA, SU, or with an ordinal from 1 to 53 as 2MO and -1FR")
            }
            days.insert(day)
        }
        return days.sorted()
    }

    private static func weekday(_ element: Substring) -> RecurrenceWeekday? {
        var cursor = TextCursor(element.utf8)
        let negative = cursor.take("-")
        let signed = negative || cursor.take("+")
        let size = cursor.number(most: 2)
        guard let weekday = Weekday(code: cursor.letters { $0 >= 0x41 && $0 <= 0x5A }), cursor.isAtEnd else {
            return nil
        }
        guard let size else { return signed ? nil : RecurrenceWeekday(ordinal: nil, weekday: weekday) }
        guard (1...53).contains(size) else { return nil }
        return RecurrenceWeekday(ordinal: negative ? -size : size, weekday: weekday)
    }

    static func end(_ text: String) throws(CalendarError) -> RecurrenceEnd {
        guard let end = RecurrenceEnd(parsing: text) else {
            throw CalendarError(
                .badRule,
                "UNTIL=\(CalendarError.quoted(text)) is refused; write a day that exists as 20261231, a local time as "
                    + "20261231T220000, or UTC as 20261231T150000Z")
        }
        return end
    }

    static func weekStart(_ text: String) throws(CalendarError) -> Weekday {
        guard let day = Weekday(code: text) else {
            throw CalendarError(
                .badRule, "WKST=\(CalendarError.quoted(text)) is refused; write one of MO, TU, WE, TH, FR, SA, SU")
        }
        return day
    }
}
