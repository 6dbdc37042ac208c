/// The median of the last so many numbers. Used by one thread; allocates in `init` only.
struct RunningMedian: ~Copyable {
    private let window: Int
    /// In the order in which they came, round and round; and sorted.
    private let recent: UnsafeMutablePointer<Int64>
    private let sorted: UnsafeMutablePointer<Int64>
    private(set) var count = 0
    private var next = 0

    init(window: Int) {
        self.window = max(1, window)
        recent = .allocate(capacity: self.window)
        recent.initialize(repeating: 0, count: self.window)
        sorted = .allocate(capacity: self.window)
        sorted.initialize(repeating: 0, count: self.window)
    }

    deinit {
        recent.deallocate()
        sorted.deallocate()
    }

    mutating func add(_ number: Int64) {
        if count == window { remove(recent[next]) }
        recent[next] = number
        next = next + 1 == window ? 0 : next + 1
        var place = count
        while place > 0, sorted[place - 1] > number {
            sorted[place] = sorted[place - 1]
            place -= 1
        }
        sorted[place] = number
        count += 1
    }

    mutating func removeAll() {
        count = 0
        next = 0
    }

    /// nil where there are no numbers.
    var value: Int64? {
        count > 0 ? sorted[count / 2] : nil
    }

    private mutating func remove(_ number: Int64) {
        var place = 0
        while sorted[place] != number { place += 1 }
        count -= 1
        while place < count {
            sorted[place] = sorted[place + 1]
            place += 1
        }
    }
}
