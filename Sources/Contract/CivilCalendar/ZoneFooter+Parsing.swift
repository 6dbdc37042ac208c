extension ZoneFooter {
    /// Reads "CET-1CEST,M3.5.0,M10.5.0/3", "<+07>-7" and their like.
    init(parsing text: [UInt8]) throws(ZoneFault) {
        var cursor = TextCursor(text)
        guard let name = Self.name(&cursor), let west = Self.seconds(&cursor, hours: 24) else {
            throw ZoneFault("its last line is not a TZ string")
        }
        standard = ZoneOffset(seconds: -west, isDaylight: false, abbreviation: name)
        guard !cursor.isAtEnd else {
            daylight = nil
            return
        }
        daylight = try Self.daylight(&cursor, standard: -west)
        guard cursor.isAtEnd else { throw ZoneFault("its last line goes on after the TZ string") }
    }

    private static func daylight(_ cursor: inout TextCursor, standard: Int) throws(ZoneFault) -> Daylight {
        guard let name = name(&cursor) else { throw ZoneFault("its last line names no daylight time") }
        var offset = standard + 3600
        if cursor.next != UInt8(ascii: ",") {
            guard let west = seconds(&cursor, hours: 24) else { throw ZoneFault("its daylight offset is not a time") }
            offset = -west
        }
        guard cursor.take(","), let start = change(&cursor), cursor.take(","), let end = change(&cursor) else {
            throw ZoneFault("its last line does not say when daylight time starts and ends")
        }
        return Daylight(
            offset: ZoneOffset(seconds: offset, isDaylight: true, abbreviation: name), start: start, end: end)
    }

    /// Three letters or more, or between < and > letters, digits and signs.
    private static func name(_ cursor: inout TextCursor) -> String? {
        func isLetter(_ byte: UInt8) -> Bool { (0x41...0x5A).contains(byte & 0xDF) }
        guard cursor.take("<") else {
            let name = cursor.letters(where: isLetter)
            return name.utf8.count >= 3 ? name : nil
        }
        let name = cursor.letters { isLetter($0) || (0x30...0x39).contains($0) || $0 == 0x2B || $0 == 0x2D }
        return cursor.take(">") && name.utf8.count >= 3 ? name : nil
    }

    /// [+-]hh[:mm[:ss]] in seconds.
    private static func seconds(_ cursor: inout TextCursor, hours most: Int) -> Int? {
        let negative = cursor.take("-")
        if !negative { _ = cursor.take("+") }
        guard let hours = cursor.number(most: 3), hours <= most else { return nil }
        var sum = hours * 3600
        for unit in [60, 1] where cursor.take(":") {
            guard let value = cursor.number(most: 2), value < 60 else { return nil }
            sum += value * unit
        }
        return negative ? -sum : sum
    }

    private static func change(_ cursor: inout TextCursor) -> ZoneChangeDay? {
        guard let day = day(&cursor) else { return nil }
        guard cursor.take("/") else { return ZoneChangeDay(day: day, time: 7200) }
        return seconds(&cursor, hours: 167).map { ZoneChangeDay(day: day, time: $0) }
    }

    private static func day(_ cursor: inout TextCursor) -> ZoneChangeDay.Day? {
        if cursor.take("J") {
            return cursor.number(most: 3).flatMap { (1...365).contains($0) ? .ofCommonYear($0) : nil }
        }
        guard cursor.take("M") else {
            return cursor.number(most: 3).flatMap { (0...365).contains($0) ? .ofYear($0) : nil }
        }
        guard let month = cursor.number(most: 2), (1...12).contains(month), cursor.take("."),
            let week = cursor.number(most: 1), (1...5).contains(week), cursor.take("."),
            let number = cursor.number(most: 1), number < 7, let weekday = Weekday(rawValue: number == 0 ? 7 : number)
        else { return nil }
        return .ofMonth(month, week: week, weekday)
    }
}
