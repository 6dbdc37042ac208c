/// UNTIL: the last moment at which a rule may still give an occurrence, itself included.
public enum RecurrenceEnd: Hashable, Sendable, CustomStringConvertible {
    /// The whole of this local day is included.
    case date(CivilDate)
    /// In the zone of the recurrence.
    case local(CivilDateTime)
    /// In UTC.
    case utc(CivilDateTime)

    /// As RFC 5545 writes it: 20261231, 20261231T235959 or 20261231T235959Z.
    public var description: String {
        switch self {
        case .date(let date): date.basicText
        case .local(let moment): moment.basicText
        case .utc(let moment): moment.basicText + "Z"
        }
    }

    init?(parsing text: String) {
        var cursor = TextCursor(text)
        guard let date = CivilDate(reading: &cursor, basic: true) else { return nil }
        guard cursor.take("T") else {
            guard cursor.isAtEnd else { return nil }
            self = .date(date)
            return
        }
        guard let time = CivilTime(readingBasic: &cursor) else { return nil }
        let moment = CivilDateTime(date: date, time: time)
        self = cursor.take("Z") ? .utc(moment) : .local(moment)
        guard cursor.isAtEnd else { return nil }
    }
}
