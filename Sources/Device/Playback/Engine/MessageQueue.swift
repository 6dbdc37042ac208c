import Synchronization

/// Messages from one thread to one other, without a wait, a lock or an allocation after `init`. Messages are plain
/// values: nothing in them is counted or freed.
///
/// `@unchecked Sendable`: the sender alone moves `head` and writes the free part, the receiver alone moves `tail` and
/// reads the filled part; the indices carry the ordering.
final class MessageQueue<Message>: @unchecked Sendable {
    private let storage: UnsafeMutablePointer<Message>
    private let capacity: Int
    private let head = Atomic<Int>(0)
    private let tail = Atomic<Int>(0)

    init(capacity: Int) {
        self.capacity = capacity
        storage = .allocate(capacity: capacity)
    }

    deinit {
        while receive() != nil {}
        storage.deallocate()
    }

    /// False where the queue is full.
    func send(_ message: Message) -> Bool {
        let next = head.load(ordering: .relaxed)
        guard next &- tail.load(ordering: .acquiring) < capacity else { return false }
        (storage + next % capacity).initialize(to: message)
        head.store(next &+ 1, ordering: .releasing)
        return true
    }

    /// The oldest message, nil where there is none.
    func receive() -> Message? {
        let next = tail.load(ordering: .relaxed)
        guard next != head.load(ordering: .acquiring) else { return nil }
        let message = (storage + next % capacity).move()
        tail.store(next &+ 1, ordering: .releasing)
        return message
    }
}
