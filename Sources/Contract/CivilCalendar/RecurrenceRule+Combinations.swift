/// What RFC 5545 3.3.10 says about parts that stand together.
extension RecurrenceRule {
    func checkTogether() throws(CalendarError) {
        if count != nil && until != nil {
            throw Self.refusal("COUNT and UNTIL stand in one rule; keep one of them")
        }
        if !weekNumbers.isEmpty && frequency != .yearly {
            throw Self.refusal("BYWEEKNO stands with FREQ=\(frequency.rawValue); it goes with FREQ=YEARLY only")
        }
        if !yearDays.isEmpty && frequency != .yearly {
            throw Self.refusal("BYYEARDAY stands with FREQ=\(frequency.rawValue); it goes with FREQ=YEARLY only")
        }
        if !monthDays.isEmpty && frequency == .weekly {
            throw Self.refusal("BYMONTHDAY stands with FREQ=WEEKLY; write FREQ=MONTHLY or FREQ=DAILY")
        }
        try checkOrdinals()
        try checkPositions()
    }

    private func checkOrdinals() throws(CalendarError) {
        guard let day = weekdays.first(where: { $0.ordinal != nil }) else { return }
        if frequency == .daily || frequency == .weekly {
            throw Self.refusal(
                "BYDAY=\(day) has an ordinal; with FREQ=\(frequency.rawValue) write BYDAY=\(day.weekday.code), or "
                    + "FREQ=MONTHLY")
        }
        if !weekNumbers.isEmpty {
            throw Self.refusal("BYDAY=\(day) has an ordinal, which cannot stand with BYWEEKNO; drop one of the two")
        }
        let ofMonth = frequency == .monthly || !months.isEmpty
        if ofMonth, let far = weekdays.first(where: { abs($0.ordinal ?? 0) > 5 }) {
            throw Self.refusal("BYDAY=\(far) never comes: no month has more than five; write an ordinal from 1 to 5")
        }
    }

    private func checkPositions() throws(CalendarError) {
        let others = [months, weekNumbers, yearDays, monthDays].contains { !$0.isEmpty } || !weekdays.isEmpty
        if !positions.isEmpty && !others {
            throw Self.refusal("BYSETPOS stands without another BY part to choose from; add BYDAY or BYMONTHDAY")
        }
    }

    private static func refusal(_ message: String) -> CalendarError {
        CalendarError(.badRule, message)
    }
}
