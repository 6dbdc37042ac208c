import ArgumentParser

/// A length of time as people write it: `90s`, `10m`, `2h`, `30d`.
struct TimeSpan: Hashable, Sendable {
    /// 1 s ... 10 years.
    let seconds: Int64

    init(parsing text: String) throws {
        let units: [Character: Int64] = ["s": 1, "m": 60, "h": 3_600, "d": 86_400]
        guard let unit = text.last.flatMap({ units[$0] }), let count = Int64(text.dropLast()),
            case let (seconds, overflow) = count.multipliedReportingOverflow(by: unit), !overflow,
            (1...315_360_000).contains(seconds)
        else { throw ValidationError("'\(text.prefix(40))' is no length of time; write 90s, 10m, 2h or 30d") }
        self.seconds = seconds
    }

    init(days: Int64) { seconds = days * 86_400 }
    init(minutes: Int64) { seconds = minutes * 60 }
}
