/// A language in which a rule can be said.
public enum CalendarLanguage: String, Hashable, Sendable, CaseIterable {
    case vietnamese = "vi"
    case english = "en"
}
