extension RecurrenceRule {
    /// Reads the text of an RRULE, with or without "RRULE:" before it, in either case of letters.
    ///
    /// Throws `badRule` for what RFC 5545 forbids and `unsupportedRule` for what this calendar does not do; the message
    /// names the part and what it may say.
    public init(parsing text: String) throws(CalendarError) {
        guard text.utf8.count <= Self.longestText else {
            throw CalendarError(
                .unsupportedRule,
                "the rule is \(text.utf8.count) bytes long; at most \(Self.longestText) are read: split it in several")
        }
        var parts = try Self.parts(of: text)
        guard let frequencyText = parts.removeValue(forKey: "FREQ") else {
            throw CalendarError(
                .badRule,
                "the rule \(CalendarError.quoted(text)) has no FREQ; write FREQ=DAILY, WEEKLY, MONTHLY or YEARLY")
        }
        self.init(try Self.frequency(frequencyText))
        // In a fixed order, so that a rule with two faults is always refused for the same one.
        for (key, value) in parts.sorted(by: { $0.key < $1.key }) {
            try read(key, value)
        }
        try checkTogether()
    }

    /// The rule's keys with their values, all in upper case.
    private static func parts(of text: String) throws(CalendarError) -> [String: String] {
        var upper = text.uppercased()
        if upper.hasPrefix("RRULE:") { upper.removeFirst(6) }
        var parts: [String: String] = [:]
        for part in upper.split(separator: ";", omittingEmptySubsequences: false) {
            let sides = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard sides.count == 2, let key = sides.first, let value = sides.last, !key.isEmpty, !value.isEmpty else {
                throw CalendarError(
                    .badRule,
                    "\(CalendarError.quoted(String(part))) is not a part of a rule; write KEY=VALUE;KEY=VALUE, as "
                        + "FREQ=WEEKLY;BYDAY=MO,WE")
            }
            guard parts.updateValue(String(value), forKey: String(key)) == nil else {
                throw CalendarError(
                    .badRule, "\(CalendarError.quoted(String(key))) stands twice in the rule; write it once")
            }
        }
        return parts
    }

    private static func frequency(_ text: String) throws(CalendarError) -> Frequency {
        if let frequency = Frequency(rawValue: text) { return frequency }
        if ["HOURLY", "MINUTELY", "SECONDLY"].contains(text) {
            throw CalendarError(
                .unsupportedRule,
                "FREQ=\(text) is not carried out; write one bulletin for each time of day, with FREQ=DAILY")
        }
        throw CalendarError(
            .badRule, "FREQ=\(CalendarError.quoted(text)) is unknown; write DAILY, WEEKLY, MONTHLY or YEARLY")
    }

    private mutating func read(_ key: String, _ value: String) throws(CalendarError) {
        switch key {
        case "INTERVAL": interval = try Self.number(key, value, 1...Self.largestInterval)
        case "COUNT": count = try Self.number(key, value, 1...Self.largestCount)
        case "UNTIL": until = try Self.end(value)
        case "BYMONTH": months = try Self.list(key, value, 1...12, signed: false)
        case "BYWEEKNO": weekNumbers = try Self.list(key, value, 1...53, signed: true)
        case "BYYEARDAY": yearDays = try Self.list(key, value, 1...366, signed: true)
        case "BYMONTHDAY": monthDays = try Self.list(key, value, 1...31, signed: true)
        case "BYDAY": weekdays = try Self.weekdays(value)
        case "BYSETPOS": positions = try Self.list(key, value, 1...366, signed: true)
        case "WKST": weekStart = try Self.weekStart(value)
        case "BYHOUR", "BYMINUTE", "BYSECOND":
            throw CalendarError(
                .unsupportedRule, "\(key) is not carried out; write one bulletin for each time of day instead")
        default:
            throw CalendarError(
                .badRule,
                "\(CalendarError.quoted(key)) is not a part of a rule; known are FREQ, INTERVAL, COUNT, UNTIL, BYMONTH, "
                    + "BYWEEKNO, BYYEARDAY, BYMONTHDAY, BYDAY, BYSETPOS and WKST")
        }
    }
}
