import Hardware
import Testing

@testable import LinuxWorkers

@Suite struct `Who waits until when` {
    private func at(_ seconds: Int64) -> MonotonicTime { MonotonicTime(nanoseconds: seconds * 1_000_000_000) }

    @Test func `the earliest is next, and leaves first`() {
        var sleepers = Deadlines<String>()
        for (name, due) in [("b", Int64(5)), ("a", 2), ("c", 9)] {
            let isKept = sleepers.add(name, ticket: sleepers.ticket(), due: at(due))
            #expect(isKept)
        }
        #expect(sleepers.next == at(2))
        let due = sleepers.takeDue(at: at(5))
        #expect(due == ["a", "b"])
        #expect(sleepers.next == at(9))
    }

    @Test func `who is of one instant leaves in the order of coming`() {
        var sleepers = Deadlines<Int>()
        for number in 0..<4 { _ = sleepers.add(number, ticket: sleepers.ticket(), due: at(1)) }
        let due = sleepers.takeDue(at: at(1))
        #expect(due == [0, 1, 2, 3])
    }

    @Test func `one that is cancelled leaves, and the others stay`() {
        var sleepers = Deadlines<String>()
        let (first, second) = (sleepers.ticket(), sleepers.ticket())
        _ = sleepers.add("first", ticket: first, due: at(1))
        _ = sleepers.add("second", ticket: second, due: at(2))
        let gone = sleepers.cancel(first)
        #expect(gone == "first")
        #expect(sleepers.next == at(2))
    }

    @Test func `one that was cancelled before it came is turned away, once`() {
        var sleepers = Deadlines<String>()
        let ticket = sleepers.ticket()
        let nobody = sleepers.cancel(ticket)
        #expect(nobody == nil)
        let isKept = sleepers.add("late", ticket: ticket, due: at(1))
        #expect(!isKept)
        #expect(sleepers.next == nil)
    }
}
