import LinuxWorkers
import Testing

@Suite struct `Tasks on threads of our own` {
    private actor Tally {
        private(set) var count = 0
        func add() { count += 1 }
    }

    @Test func `every job runs, from many tasks and through actors`() async throws {
        let threads = try TaskThreads.start(count: 2)
        let tally = Tally()
        await withTaskExecutorPreference(threads) {
            await withDiscardingTaskGroup { group in
                for _ in 0..<1_000 { group.addTask { await tally.add() } }
            }
        }
        let count = await tally.count
        #expect(count == 1_000)
    }

    @Test func `a program runs there to its end, and its failure comes out`() throws {
        struct Failure: Error {}
        let clock = try PauseClock.start()
        try TaskThreads.run(count: 1) { try await clock.sleep(for: .milliseconds(1)) }
        #expect(throws: Failure.self) { try TaskThreads.run(count: 1) { throw Failure() } }
    }

    @Test func `sleeps end in the order of their ends, not before them`() async throws {
        let clock = try PauseClock.start()
        let begun = clock.now
        let order = try await withThrowingTaskGroup(of: Int.self) { group in
            for milliseconds in [400, 10, 200] {
                group.addTask {
                    try await clock.sleep(for: .milliseconds(milliseconds))
                    return milliseconds
                }
            }
            return try await group.reduce(into: [Int]()) { $0.append($1) }
        }
        #expect(order == [10, 200, 400])
        #expect(begun.duration(to: clock.now) >= .milliseconds(400))
    }

    @Test func `a sleep ends with its task, begun or not`() async throws {
        let clock = try PauseClock.start()
        let sleeper = Task { try await clock.sleep(for: .seconds(3_600)) }
        sleeper.cancel()
        await #expect(throws: CancellationError.self) { try await sleeper.value }
    }
}
