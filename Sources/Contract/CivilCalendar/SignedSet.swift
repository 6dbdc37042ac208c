/// A set of small numbers of either sign that is asked far more often than made.
struct SignedSet {
    private var flags: [Bool]
    private let reach: Int
    private(set) var isEmpty = true

    /// For numbers from `-reach` to `reach`; others are left out.
    init(_ values: some Sequence<Int>, reach: Int) {
        self.reach = reach
        flags = Array(repeating: false, count: 2 * reach + 1)
        for value in values { insert(value) }
    }

    mutating func insert(_ value: Int) {
        guard value >= -reach, value <= reach else { return }
        flags[value + reach] = true
        isEmpty = false
    }

    func contains(_ value: Int) -> Bool {
        value >= -reach && value <= reach && flags[value + reach]
    }
}
