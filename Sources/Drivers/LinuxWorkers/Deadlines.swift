import Hardware

/// Who waits until when. A value; told what comes, gives out who is due.
struct Deadlines<Waiter> {
    private struct Entry {
        var ticket: Int
        var due: MonotonicTime
        var waiter: Waiter
    }

    /// The latest first, those of one instant in the reverse of their order: few wait at a time.
    private var entries: [Entry] = []
    /// Cancelled before they came to wait.
    private var cancelled: Set<Int> = []
    private var tickets = 0

    var next: MonotonicTime? { entries.last?.due }

    mutating func ticket() -> Int {
        tickets += 1
        return tickets
    }

    /// - Returns: false where the ticket has been cancelled; the waiter is not kept then.
    mutating func add(_ waiter: Waiter, ticket: Int, due: MonotonicTime) -> Bool {
        guard cancelled.remove(ticket) == nil else { return false }
        let place = entries.firstIndex { $0.due <= due } ?? entries.endIndex
        entries.insert(Entry(ticket: ticket, due: due, waiter: waiter), at: place)
        return true
    }

    /// - Returns: the waiter, if it waits now; else whoever comes with this ticket is turned away.
    mutating func cancel(_ ticket: Int) -> Waiter? {
        guard let place = entries.firstIndex(where: { $0.ticket == ticket }) else {
            cancelled.insert(ticket)
            return nil
        }
        return entries.remove(at: place).waiter
    }

    /// The wait with this ticket is over, however it ended.
    mutating func forget(_ ticket: Int) { cancelled.remove(ticket) }

    /// Takes out who is due by now, the earliest first.
    mutating func takeDue(at now: MonotonicTime) -> [Waiter] {
        var due: [Waiter] = []
        while let last = entries.last, last.due <= now {
            due.append(last.waiter)
            entries.removeLast()
        }
        return due
    }
}
