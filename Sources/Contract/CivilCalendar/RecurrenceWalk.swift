/// Walks the days a rule gives, in order, from DTSTART or a later day on, to a last day.
///
/// Each call does work in proportion to the days it passes over, and ends at the last day also where the rule gives
/// none: no rule makes it hang.
struct RecurrenceWalk: IteratorProtocol {
    private let filter: RecurrenceFilter
    private let periods: RecurrencePeriods
    private let positions: [Int]
    private let start: Int
    private let last: Int
    /// How many days COUNT still allows.
    private var allowed: Int
    private var index: Int
    private var cursor: DayCursor
    /// What the current period gives, to be handed out from `handed` on.
    private var found: [Int] = []
    private var handed = 0

    /// - Parameters:
    ///   - from: days before it may be left out, as far as no COUNT asks for them
    ///   - last: no day after it is given
    init(_ rule: RecurrenceRule, start: CivilDate, from: CivilDate, last: CivilDate) {
        filter = RecurrenceFilter(rule, start: start)
        periods = RecurrencePeriods(rule, start: start)
        positions = rule.positions
        self.start = start.daysSinceEpoch
        self.last = last.daysSinceEpoch
        allowed = rule.count ?? Int.max
        index = rule.count == nil ? periods.index(reaching: from) : 0
        cursor = DayCursor(start)
    }

    /// The next day, in days since 1970-01-01.
    mutating func next() -> Int? {
        while allowed > 0 {
            while handed < found.count {
                let day = found[handed]
                handed += 1
                if day > last { return nil }
                guard day >= start else { continue }
                allowed -= 1
                return day
            }
            guard findMore() else { return nil }
        }
        return nil
    }

    /// Fills `found` from the next period; false past the last day.
    private mutating func findMore() -> Bool {
        let days = periods.days(index)
        guard !days.isEmpty, days.lowerBound <= last else { return false }
        index += 1
        handed = 0
        found.removeAll(keepingCapacity: true)
        if cursor.number != days.lowerBound { cursor = DayCursor(CivilDate(daysSinceEpoch: days.lowerBound)) }
        while cursor.number < days.upperBound {
            if filter.passes(cursor) {
                found.append(cursor.number)
                cursor.advance()
            } else if filter.passes(month: cursor.month) {
                cursor.advance()
            } else {
                cursor.advanceMonth()
            }
        }
        if !positions.isEmpty { choose() }
        return true
    }

    /// BYSETPOS: keeps the named positions of what the whole period gives.
    private mutating func choose() {
        let all = found
        let indices = positions.map { $0 > 0 ? $0 - 1 : all.count + $0 }
        found = Set(indices).filter(all.indices.contains).sorted().map { all[$0] }
    }
}
