/// A day of the week, numbered as ISO 8601 does.
public enum Weekday: Int, Hashable, Sendable, CaseIterable, Comparable {
    case monday = 1
    case tuesday, wednesday, thursday, friday, saturday, sunday

    /// The two letters of RFC 5545.
    public var code: String {
        switch self {
        case .monday: "MO"
        case .tuesday: "TU"
        case .wednesday: "WE"
        case .thursday: "TH"
        case .friday: "FR"
        case .saturday: "SA"
        case .sunday: "SU"
        }
    }

    /// The weekday with this RFC 5545 code, in either case.
    public init?(code: String) {
        let upper = code.uppercased()
        guard let day = Self.allCases.first(where: { $0.code == upper }) else { return nil }
        self = day
    }

    /// The weekday of a day counted from 1970-01-01, a Thursday.
    init(daysSinceEpoch: Int) {
        let fromMonday = (daysSinceEpoch % 7 + 7 + 3) % 7
        self = Self(rawValue: fromMonday + 1) ?? .monday
    }

    /// How many days after `first` this weekday comes: 0...6.
    public func days(after first: Weekday) -> Int {
        (rawValue - first.rawValue + 7) % 7
    }

    public static func < (left: Weekday, right: Weekday) -> Bool {
        left.rawValue < right.rawValue
    }
}
