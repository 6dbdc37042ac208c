import Hardware
import Testing

/// Edges from milliseconds: positive rising, negative falling.
private func edge(_ milliseconds: Int64) -> LineEdge {
    LineEdge(isRising: milliseconds > 0, at: time(abs(milliseconds)))
}

private func time(_ milliseconds: Int64) -> MonotonicTime { MonotonicTime(nanoseconds: milliseconds * 1_000_000) }

/// All that counts of some edges, looked at once more at the end.
private func held(_ edges: [Int64], window: Int64 = 20, isActive: Bool = false, until end: Int64 = 10_000) -> [LineEdge]
{
    var debouncer = EdgeDebouncer(windowNanoseconds: window * 1_000_000, isActive: isActive)
    var found = edges.compactMap { debouncer.take(edge($0)) }
    if let last = debouncer.settle(at: time(end)) { found.append(last) }
    return found
}

@Suite struct `Debouncing` {
    @Test func `a level that holds for the window counts from its beginning`() {
        #expect(held([100, -200]) == [edge(100), edge(-200)])
        #expect(held([100], until: 119).isEmpty)
        #expect(held([100], until: 120) == [edge(100)])
    }

    @Test func `chatter counts once, from its last bounce`() {
        #expect(held([100, -102, 104, -105, 110, -300, 301, -303]) == [edge(110), edge(-303)])
    }

    @Test func `pulses shorter than the window count for nothing, however many`() {
        var edges: [Int64] = []
        for begin in stride(from: Int64(1), to: 12_500, by: 25) { edges += [begin, -(begin + 19)] }
        #expect(held(edges, until: 20_000).isEmpty)
    }

    @Test func `edges that the kernel lost do not turn the level round`() {
        // Two risings: the falling between them was lost.
        #expect(held([100, 150, -400]) == [edge(100), edge(-400)])
        var debouncer = EdgeDebouncer(windowNanoseconds: 20_000_000, isActive: false)
        #expect(debouncer.take(edge(100)) == nil)
        debouncer.see(isActive: false, at: time(110))
        #expect(debouncer.settle(at: time(500)) == nil)
        debouncer.see(isActive: true, at: time(510))
        #expect(debouncer.due == time(530))
        #expect(debouncer.settle(at: time(530)) == edge(510))
    }

    @Test func `without a window each change counts, and only changes do`() {
        #expect(held([1, -2, 3, 4, -5], window: 0) == [edge(1), edge(-2), edge(3), edge(-5)])
    }

    @Test func `reading late changes nothing`() {
        let edges: [Int64] = [100, -300, 305, -307, 400, -401, 402, -600]
        var prompt = EdgeDebouncer(windowNanoseconds: 20_000_000, isActive: false)
        var found: [LineEdge] = []
        for (next, following) in zip(edges, edges.dropFirst() + [10_000]) {
            if let held = prompt.take(edge(next)) { found.append(held) }
            // Looks each millisecond until the next edge comes.
            for now in abs(next)..<abs(following) {
                if let held = prompt.settle(at: time(now)) { found.append(held) }
            }
        }
        #expect(found == held(edges))
        #expect(found.count == 4)
    }
}

@Suite struct `Counting pulses` {
    private func count(_ edges: [Int64], opened: Int64 = 1_000, debounce: Int = 20_000) -> Int {
        var counter = PulseCounter(opened: time(opened), debounceMicroseconds: debounce)
        return edges.filter { counter.take(edge($0)) }.count
    }

    @Test func `a pulse counts once, as it begins`() {
        #expect(count([1_500, -1_600, 2_500, -2_600]) == 2)
    }

    @Test func `what the line does while it settles is no pulse`() {
        #expect(count([1_005, -1_012, 1_019]) == 0)
        #expect(count([1_020]) == 1)
    }

    @Test func `a line that is active from the start is no pulse, nor is its end`() {
        #expect(count([]) == 0)
        #expect(count([-1_500]) == 0)
    }

    @Test func `edges from before the line was opened are none of ours`() {
        #expect(count([900, 999], debounce: 0) == 0)
    }
}
