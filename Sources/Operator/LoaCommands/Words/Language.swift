import ArgumentParser

/// The language of words for people.
enum Language: String, ExpressibleByArgument, CaseIterable {
    case vi, en

    /// The one of the session (LC_ALL, LANG), English where that is neither.
    static var session: Language {
        let name = Environment.value("LC_ALL") ?? Environment.value("LANG") ?? ""
        return name.hasPrefix("vi") ? .vi : .en
    }

    var phrases: any CalendarPhrases {
        switch self {
        case .vi: VietnamesePhrases()
        case .en: EnglishPhrases()
        }
    }
}
