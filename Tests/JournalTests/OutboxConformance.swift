import CentreLink
import Journal
import LoaModel
import Testing
import Trust

/// How every journal numbers, hands out and bounds reports.
@Suite(.scratch) struct OutboxConformance {
    @Test(arguments: JournalUnderTest.Kind.allCases)
    func `reports are numbered within their lane, each after the one before`(
        kind: JournalUnderTest.Kind
    ) async throws {
        let journal = JournalUnderTest(kind).open()
        let epoch = try await journal.load().epoch
        try await journal.append([
            Sample.draft(Sample.answer("a")), Sample.draft(Sample.health()), Sample.draft(Sample.answer("b")),
        ])
        try await journal.append([Sample.draft(Sample.health(), at: 5)])
        let records = try await journal.waiting(.record)
        #expect(records.map(\.number) == [1, 2])
        #expect(records.map(\.after) == [0, 1])
        #expect(records.map(\.body) == [Sample.answer("a"), Sample.answer("b")])
        let telemetry = try await journal.waiting(.telemetry)
        #expect(telemetry.map(\.after) == [0, 1])
        #expect(
            telemetry.last
                == Report(
                    device: .sample, epoch: epoch, number: 2, after: 1, at: .sample(5), clockSynchronised: true,
                    uptimeMilliseconds: 1_000, boot: "boot-1", body: Sample.health()))
    }

    @Test(arguments: JournalUnderTest.Kind.allCases)
    func `numbers are never used again, though the outbox was emptied`(kind: JournalUnderTest.Kind) async throws {
        let place = JournalUnderTest(kind)
        let first = place.open()
        try await first.append([Sample.draft(Sample.answer()), Sample.draft(Sample.answer())])
        try await first.acknowledge(.record, through: 2)
        #expect(try await first.waiting(.record).isEmpty)
        await first.close()
        let second = place.open()
        try await second.append([Sample.draft(Sample.answer())])
        #expect(try await second.waiting(.record).map(\.number) == [3])
        #expect(try await second.waiting(.record).map(\.after) == [2])
    }

    @Test(arguments: JournalUnderTest.Kind.allCases)
    func `an acknowledgement removes up to its number, in its lane and epoch alone`(
        kind: JournalUnderTest.Kind
    ) async throws {
        let journal = JournalUnderTest(kind).open()
        try await journal.append((0..<4).map { _ in Sample.draft(Sample.answer()) } + [Sample.draft(Sample.health())])
        try await journal.acknowledge(.record, through: 2)
        #expect(try await journal.waiting(.record).map(\.number) == [3, 4])
        #expect(try await journal.waiting(.telemetry).count == 1)
        try await journal.acknowledge(Acknowledgement(epoch: "another", lane: .record, through: 4))
        #expect(try await journal.waiting(.record).count == 2)
        try await journal.acknowledge(.record, through: -1)
        #expect(try await journal.waiting(.record).count == 2)
        try await journal.acknowledge(.record, through: .max)
        #expect(try await journal.waiting(.record).isEmpty)
        #expect(try await journal.outboxFigures().depth == 1)
    }

    @Test(arguments: JournalUnderTest.Kind.allCases)
    func `pending gives what lies above a number, in order, up to a limit`(kind: JournalUnderTest.Kind) async throws {
        let journal = JournalUnderTest(kind).open()
        try await journal.append((0..<10).map { _ in Sample.draft(Sample.answer()) })
        #expect(try await journal.pending(.record, above: 3, limit: 4).map(\.number) == [4, 5, 6, 7])
        #expect(try await journal.pending(.record, above: 10, limit: 4).isEmpty)
        #expect(try await journal.pending(.record, above: 0, limit: 0).isEmpty)
        #expect(try await journal.pending(.record, above: 0, limit: -1).isEmpty)
        #expect(try await journal.pending(.record, above: .min, limit: .max).count == 10)
    }

    @Test(arguments: JournalUnderTest.Kind.allCases)
    func `figures tell how many wait and since when`(kind: JournalUnderTest.Kind) async throws {
        let journal = JournalUnderTest(kind).open()
        #expect(try await journal.outboxFigures() == OutboxFigures(depth: 0, oldest: nil))
        try await journal.append([
            Sample.draft(Sample.answer(), at: 20), Sample.draft(Sample.health(), at: 10),
            Sample.draft(Sample.answer(), at: 30),
        ])
        #expect(try await journal.outboxFigures() == OutboxFigures(depth: 3, oldest: .sample(10)))
    }

    @Test(arguments: JournalUnderTest.Kind.allCases)
    func `past the limit the oldest telemetry gives way without a gap`(kind: JournalUnderTest.Kind) async throws {
        let journal = JournalUnderTest(kind).open(limits: OutboxLimits(telemetry: 3, record: 100))
        try await journal.append((0..<2).map { Sample.draft(Sample.health(uptime: Double($0))) })
        try await journal.acknowledge(.telemetry, through: 1)
        try await journal.append((2..<7).map { Sample.draft(Sample.health(uptime: Double($0))) })
        let waiting = try await journal.waiting(.telemetry)
        #expect(waiting.map(\.number) == [5, 6, 7])
        #expect(waiting.map(\.after) == [1, 5, 6], "the centre has 1: it must not wait for 4")
        #expect(try await journal.outboxFigures().depth == 3)
    }

    @Test(arguments: JournalUnderTest.Kind.allCases)
    func `records never give way, past their limit no more are taken`(kind: JournalUnderTest.Kind) async throws {
        let journal = JournalUnderTest(kind).open(limits: OutboxLimits(telemetry: 3, record: 2))
        try await journal.append([Sample.draft(Sample.answer()), Sample.draft(Sample.answer())])
        let full = await #expect(throws: JournalError.self) {
            try await journal.append([Sample.draft(Sample.health()), Sample.draft(Sample.answer())])
        }
        #expect(full?.fault == .outboxFull)
        #expect(try await journal.waiting(.telemetry).isEmpty, "nothing of a call that threw stays")
        try await journal.accept(Sample.order(.schedule, 1), answer: Sample.draft(Sample.answer("owed")))
        #expect(try await journal.waiting(.record).map(\.number) == [1, 2, 3])
        try await journal.acknowledge(.record, through: 2)
        try await journal.append([Sample.draft(Sample.answer())])
        #expect(try await journal.waiting(.record).map(\.number) == [3, 4])
    }

    @Test(arguments: JournalUnderTest.Kind.allCases)
    func `calls at the same time are all kept, each once`(kind: JournalUnderTest.Kind) async throws {
        let journal = JournalUnderTest(kind).open()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for index in 0..<200 {
                group.addTask {
                    if index % 3 == 0 {
                        try await journal.accept(
                            Sample.order(.schedule, 1, audience: "device:d\(index)"),
                            answer: Sample.draft(Sample.answer("\(index)")))
                    } else {
                        try await journal.append([Sample.draft(Sample.answer("\(index)"))])
                    }
                }
            }
            try await group.waitForAll()
        }
        let waiting = try await journal.waiting(.record)
        #expect(waiting.map(\.number) == Array(1...200))
        #expect(waiting.map(\.after) == Array(0...199))
        #expect(Set(waiting.map(\.body)) == Set((0..<200).map { Sample.answer("\($0)") }))
        #expect(try await journal.load().orders.count == 67)
    }
}
