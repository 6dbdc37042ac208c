/// The mean of the middle half of the last so many numbers, and how wide that half is.
///
/// A card tells its place in ticks: seen each period, it is now here, now one tick on. A median goes to and fro between
/// the two, a mean follows each reading that came late; the mean of the middle half does neither. Used by one thread;
/// allocates in `init` only.
struct RunningMiddle: ~Copyable {
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

    /// There are as many numbers as are kept.
    var isFull: Bool { count == window }

    /// nil where there are no numbers.
    var mean: Int64? {
        guard count > 0 else { return nil }
        let median = sorted[count / 2]
        var sum: Int64 = 0
        for place in count / 4..<count - count / 4 { sum += sorted[place] - median }
        return median + sum / Int64(count - count / 4 * 2)
    }

    /// From the lowest to the highest number of the middle half.
    var spread: Int64 {
        count > 0 ? sorted[count - count / 4 - 1] - sorted[count / 4] : 0
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
