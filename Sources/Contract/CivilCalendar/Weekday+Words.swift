extension Weekday {
    /// The day's name: "Thursday", "thứ Năm".
    public func name(in language: CalendarLanguage) -> String {
        switch language {
        case .english: EnglishRule().weekday(self)
        case .vietnamese: VietnameseRule().weekday(self)
        }
    }
}
