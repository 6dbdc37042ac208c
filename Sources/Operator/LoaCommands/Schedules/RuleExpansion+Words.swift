import CivilCalendar

extension CalendarLanguage {
    /// The one of the session (LC_ALL, LANG), English where that is neither.
    static var ofSession: CalendarLanguage {
        let name = Environment.value("LC_ALL") ?? Environment.value("LANG") ?? ""
        return name.hasPrefix("vi") ? .vietnamese : .english
    }
}

extension RuleExpansion {
    /// The rule with its time of day and its first day, as one sentence.
    func sentence(in language: CalendarLanguage) -> String {
        let start = recurrence.start
        let words = recurrence.rule.map { $0.words(in: language) + ", " } ?? ""
        return switch language {
        case .english: "\(words)at \(clock(start.time)) from \(start.date) on"
        case .vietnamese: "\(words)lúc \(clock(start.time)) kể từ ngày \(start.date)"
        }
    }

    /// `2026-01-01 05:00 +07 Thursday`; says so where the clock skips over what the rule asks for.
    func line(for time: Occurrence, in language: CalendarLanguage) -> String {
        let wall = zone.civil(atUTC: time.utcSeconds)
        let offset = zone.offset(atUTC: time.utcSeconds)
        let day = wall.date.weekday.name(in: language)
        let line = "\(wall.date) \(clock(wall.time)) \(offset.abbreviation) \(day)"
        if wall == time.civil { return line }
        return switch language {
        case .english: "\(line)  (the clock skips \(clock(time.civil.time)))"
        case .vietnamese: "\(line)  (đồng hồ bỏ qua \(clock(time.civil.time)))"
        }
    }

    /// `05:00`, or `05:00:30` where there are seconds.
    private func clock(_ time: CivilTime) -> String {
        let text = time.description
        return time.second == 0 ? String(text.dropLast(3)) : text
    }
}
