struct VietnameseRule: RuleVocabulary {
    private func unit(_ frequency: RecurrenceRule.Frequency) -> String {
        switch frequency {
        case .daily: "ngày"
        case .weekly: "tuần"
        case .monthly: "tháng"
        case .yearly: "năm"
        }
    }

    func step(_ frequency: RecurrenceRule.Frequency, _ interval: Int) -> String {
        interval == 1 ? "mỗi \(unit(frequency))" : "\(interval) \(unit(frequency)) một lần"
    }

    func all(_ things: [String]) -> String {
        guard things.count > 1, let last = things.last else { return things.first ?? "" }
        return things.dropLast().joined(separator: ", ") + " và " + last
    }

    func weekday(_ day: Weekday) -> String {
        switch day {
        case .monday: "thứ Hai"
        case .tuesday: "thứ Ba"
        case .wednesday: "thứ Tư"
        case .thursday: "thứ Năm"
        case .friday: "thứ Sáu"
        case .saturday: "thứ Bảy"
        case .sunday: "Chủ nhật"
        }
    }

    func weekday(_ day: Weekday, ordinal: Int, ofMonth: Bool) -> String {
        // Without "lần" the second Tuesday would read as Tuesday and Monday: thứ Ba, thứ 2.
        let counted = abs(ordinal) > 1 ? "lần \(position(ordinal))" : position(ordinal)
        return "\(weekday(day)) \(counted) của \(ofMonth ? "tháng" : "năm")"
    }

    func monthDay(_ day: Int) -> String {
        day > 0 ? "ngày \(day)" : "ngày \(position(day)) của tháng"
    }

    func yearDay(_ day: Int) -> String { "ngày \(position(day)) của năm" }

    func week(_ number: Int) -> String {
        number > 0 ? "tuần \(number)" : "tuần \(position(number)) của năm"
    }

    func month(_ number: Int) -> String { "tháng \(number)" }

    func on(_ days: String) -> String { "vào \(days)" }

    func within(_ spans: String) -> String { ", trong \(spans)" }

    func provided(_ days: String) -> String { "nếu là \(days)" }

    func only(_ positions: [Int], each frequency: RecurrenceRule.Frequency) -> String {
        "chỉ lấy \(all(positions.map { "lần \(position($0))" })) của mỗi \(unit(frequency))"
    }

    func times(_ count: Int) -> String { "\(count) lần" }

    func until(_ end: RecurrenceEnd) -> String {
        switch end {
        case .date(let date): "đến hết ngày \(written(date))"
        case .local(let moment): "đến \(moment.time) ngày \(written(moment.date))"
        case .utc(let moment): "đến \(moment.time) UTC ngày \(written(moment.date))"
        }
    }

    func weeksStart(on day: Weekday) -> String { "tuần bắt đầu từ \(weekday(day))" }

    /// Day, month, year, as Vietnamese writes dates.
    private func written(_ date: CivilDate) -> String {
        "\(padded(date.day, 2))/\(padded(date.month, 2))/\(padded(date.year, 4))"
    }

    /// "thứ 2", "cuối cùng", "thứ 2 từ cuối lên".
    private func position(_ number: Int) -> String {
        if number == -1 { return "cuối cùng" }
        if number < 0 { return "thứ \(-number) từ cuối lên" }
        return number == 1 ? "đầu tiên" : "thứ \(number)"
    }
}
