import CivilCalendar

struct VietnamesePhrases: CalendarPhrases {
    func period(_ frequency: RecurrenceRule.Frequency, interval: Int) -> String {
        let unit =
            switch frequency {
            case .daily: "ngày"
            case .weekly: "tuần"
            case .monthly: "tháng"
            case .yearly: "năm"
            }
        return interval == 1 ? "hằng \(unit)" : "\(interval) \(unit) một lần"
    }

    func months(_ numbers: [Int]) -> String { "vào \(list(numbers.map { "tháng \($0)" }))" }

    func weeks(_ numbers: [Int]) -> String { "trong \(list(numbers.map { ordinal("tuần", $0) })) của năm" }

    func yearDays(_ numbers: [Int]) -> String { "vào \(list(numbers.map { ordinal("ngày", $0) })) của năm" }

    func monthDays(_ numbers: [Int]) -> String {
        "vào \(list(numbers.map { $0 > 0 ? "ngày \($0)" : ordinal("ngày", $0) + " của tháng" }))"
    }

    func weekdays(_ days: [RecurrenceWeekday], inYear: Bool) -> String {
        let names = days.map { day in
            day.ordinal.map { "\(position(of: name(of: day.weekday), $0)) trong \(inYear ? "năm" : "tháng")" }
                ?? name(of: day.weekday)
        }
        return "vào \(list(names))"
    }

    func positions(_ numbers: [Int]) -> String {
        "trong các ngày đó chỉ lấy \(list(numbers.map { ordinal("ngày", $0) }))"
    }

    func count(_ times: Int) -> String { "tổng cộng \(times) lần" }

    func until(_ end: RecurrenceEnd) -> String {
        switch end {
        case .date(let day): "đến hết ngày \(date(day))"
        case .local(let moment): "đến \(clock(moment.time)) ngày \(date(moment.date))"
        case .utc(let moment): "đến \(clock(moment.time)) ngày \(date(moment.date)) (giờ UTC)"
        }
    }

    func weekStart(_ day: Weekday) -> String { "tuần bắt đầu từ \(name(of: day))" }

    func start(_ moment: CivilDateTime) -> String { "lúc \(clock(moment.time)), từ ngày \(date(moment.date))" }

    func once(_ moment: CivilDateTime) -> String { "một lần, lúc \(clock(moment.time)) ngày \(date(moment.date))" }

    func name(of day: Weekday) -> String {
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

    func date(_ date: CivilDate) -> String { "\(date.day)/\(date.month)/\(date.year)" }

    /// `ngày thứ 2`, `ngày cuối cùng`, `ngày thứ 3 tính từ cuối`.
    private func ordinal(_ unit: String, _ number: Int) -> String {
        if number == -1 { return "\(unit) cuối cùng" }
        return "\(unit) thứ \(number.magnitude)" + (number < 0 ? " tính từ cuối" : "")
    }

    /// The days of the week are named by numbers: `thứ Hai lần 2`, for nobody to read two numbers as one.
    private func position(of name: String, _ number: Int) -> String {
        if number == -1 { return "\(name) cuối cùng" }
        return "\(name) lần \(number.magnitude)" + (number < 0 ? " tính từ cuối" : "")
    }

    private func list(_ words: [String]) -> String {
        guard let last = words.last, words.count > 1 else { return words.first ?? "" }
        return words.dropLast().joined(separator: ", ") + " và " + last
    }
}
