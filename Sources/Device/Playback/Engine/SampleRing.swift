import Synchronization

/// Samples on their way from one thread to one other. Neither waits for the other, nothing is allocated after `init`.
///
/// `@unchecked Sendable`: the producer alone moves `head` and writes the free part, the consumer alone moves `tail`
/// and reads the filled part; the indices carry the ordering.
final class SampleRing: @unchecked Sendable {
    private let storage: UnsafeMutableBufferPointer<Float>
    private let mask: Int
    private let head = Atomic<Int>(0)
    private let tail = Atomic<Int>(0)

    /// - Parameter samples: At least so many fit; rounded up to a power of two.
    init(samples: Int) {
        var capacity = 1_024
        while capacity < samples, capacity < 1 << 26 { capacity *= 2 }
        storage = .allocate(capacity: capacity)
        storage.initialize(repeating: 0)
        mask = capacity - 1
    }

    deinit {
        storage.deallocate()
    }

    /// Samples the consumer may take.
    var readable: Int {
        head.load(ordering: .acquiring) &- tail.load(ordering: .acquiring)
    }

    /// Samples the producer may add.
    var writable: Int {
        mask &+ 1 &- readable
    }

    /// Adds samples; the producer has seen room for all of them.
    func write(_ samples: UnsafeBufferPointer<Float>) {
        let start = head.load(ordering: .relaxed)
        let first = min(samples.count, mask &+ 1 &- (start & mask))
        if let to = storage.baseAddress, let from = samples.baseAddress {
            (to + (start & mask)).update(from: from, count: first)
            to.update(from: from + first, count: samples.count - first)
        }
        head.store(start &+ samples.count, ordering: .releasing)
    }

    /// Takes as many samples as the buffer holds; the consumer has seen that there are enough.
    func read(into samples: UnsafeMutableBufferPointer<Float>) {
        let start = tail.load(ordering: .relaxed)
        let first = min(samples.count, mask &+ 1 &- (start & mask))
        if let from = storage.baseAddress, let to = samples.baseAddress {
            to.update(from: from + (start & mask), count: first)
            (to + first).update(from: from, count: samples.count - first)
        }
        tail.store(start &+ samples.count, ordering: .releasing)
    }

    /// Throws samples away; the consumer has seen that there are enough.
    func skip(_ count: Int) {
        tail.store(tail.load(ordering: .relaxed) &+ count, ordering: .releasing)
    }
}
