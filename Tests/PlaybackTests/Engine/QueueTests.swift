import Hardware
import LinuxWorkers
import Synchronization
import Testing

@testable import Playback

/// Where a test's workers count, shared by their threads.
private final class Tally: Sendable {
    let next = Atomic<Int>(0)
    let errors = Atomic<Int>(0)
}

@Suite struct `Queues between threads` {
    @Test func `messages arrive in order, and a full queue says so`() {
        let queue = MessageQueue<Int>(capacity: 4)
        for round in 0..<3 {
            for number in 0..<4 { #expect(queue.send(round * 4 + number)) }
            #expect(!queue.send(99))
            for number in 0..<4 { #expect(queue.receive() == round * 4 + number) }
            #expect(queue.receive() == nil)
        }
    }

    @Test func `samples cross between two threads without loss`() throws {
        let ring = SampleRing(samples: 4_096)
        let total = 400_000
        let workers = LinuxWorkers()
        let sent = Tally()
        let read = Tally()
        let producer = try workers.start("producer", urgency: .ordinary) {
            let start = sent.next.load(ordering: .relaxed)
            guard start < total else { return .finished }
            let count = min(total - start, 300, ring.writable)
            let block = (0..<count).map { Float(start + $0) }
            block.withUnsafeBufferPointer { ring.write($0) }
            sent.next.store(start + count, ordering: .relaxed)
            return .none
        }
        let consumer = try workers.start("consumer", urgency: .ordinary) {
            let start = read.next.load(ordering: .relaxed)
            guard start < total else { return .finished }
            let count = min(ring.readable, 177)
            var block = [Float](repeating: -1, count: count)
            block.withUnsafeMutableBufferPointer { ring.read(into: $0) }
            for index in 0..<count where block[index] != Float(start + index) {
                read.errors.add(1, ordering: .relaxed)
            }
            read.next.store(start + count, ordering: .relaxed)
            return .none
        }
        producer.join()
        consumer.join()
        #expect(read.next.load(ordering: .relaxed) == total)
        #expect(read.errors.load(ordering: .relaxed) == 0)
    }

    @Test func `a worker wakes by ring and by time, and its rings are not lost`() throws {
        let workers = LinuxWorkers()
        let tally = Tally()
        let sleeper = try workers.start("sleeper", urgency: .realTime) {
            tally.next.add(1, ordering: .relaxed).newValue >= 50 ? .finished : .untilRung
        }
        let ringer = try workers.start("ringer", urgency: .ordinary) {
            sleeper.ring()
            return tally.next.load(ordering: .relaxed) >= 50 ? .finished : .none
        }
        sleeper.join()
        ringer.join()
        let before = workers.now()
        let wakes = Tally()
        let timed = try workers.start("timed", urgency: .realTime) {
            wakes.next.add(1, ordering: .relaxed).newValue == 2
                ? .finished : .until(before.advanced(bySeconds: 0.02))
        }
        timed.join()
        #expect(workers.now() >= before.advanced(bySeconds: 0.02))
    }
}
