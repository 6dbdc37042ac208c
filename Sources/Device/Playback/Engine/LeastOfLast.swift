/// The least of the last so many numbers, in a time that does not grow with how many they are: only numbers that can
/// still become the least are kept. Used by one thread, allocates in `init` only.
struct LeastOfLast: ~Copyable {
    /// What stands for "nothing": the highest number there is, and the least where no other was added.
    private let none: Int64
    private let width: Int
    /// Rising from the front on, each with when it was added.
    private let numbers: UnsafeMutableBufferPointer<(number: Int64, added: Int)>
    private var front = 0
    private var count = 0
    private var now = 0

    /// - Parameter width: how many of the last numbers count.
    init(_ width: Int, none: Int64) {
        self.width = width
        self.none = none
        numbers = .allocate(capacity: width)
        numbers.initialize(repeating: (none, 0))
    }

    deinit {
        numbers.deallocate()
    }

    /// Adds a number, of at most `none`, and gives the least of the last.
    mutating func add(_ number: Int64) -> Int64 {
        now &+= 1
        if count > 0, now &- numbers[front].added >= width {
            front = front + 1 == width ? 0 : front + 1
            count -= 1
        }
        guard number < none else { return count > 0 ? numbers[front].number : none }
        while count > 0, numbers[slot(count - 1)].number >= number { count -= 1 }
        numbers[slot(count)] = (number, now)
        count += 1
        return numbers[front].number
    }

    /// As if none had been added.
    mutating func removeAll() {
        count = 0
        front = 0
    }

    private func slot(_ position: Int) -> Int { (front + position) % width }
}
