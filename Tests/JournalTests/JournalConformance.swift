import CentreLink
import Journal
import LoaModel
import Testing
import Trust

/// What every journal does, the double and the driver alike.
@Suite(.scratch) struct JournalConformance {
    @Test(arguments: JournalUnderTest.Kind.allCases)
    func `a new journal is empty and has a name`(kind: JournalUnderTest.Kind) async throws {
        let contents = try await JournalUnderTest(kind).open().load()
        #expect(!contents.epoch.isEmpty)
        #expect(contents.orders.isEmpty && contents.unfinished.isEmpty && contents.finished.isEmpty)
        #expect(contents.lowerBound == .epoch)
        #expect(contents.setAside == nil)
    }

    @Test(arguments: JournalUnderTest.Kind.allCases)
    func `what was written is there after the journal was opened again`(kind: JournalUnderTest.Kind) async throws {
        let place = JournalUnderTest(kind)
        let first = place.open()
        let epoch = try await first.load().epoch
        try await first.accept(Sample.order(.schedule, 7), answer: Sample.draft(Sample.answer("07")))
        try await first.record(Sample.broadcast("a"), report: Sample.draft(.asRun(Sample.broadcast("a"))))
        try await first.keepMedia(Sample.media("a"))
        try await first.noteTime(.sample(9))
        await first.close()

        let second = place.open()
        let contents = try await second.load()
        #expect(contents.epoch == epoch)
        #expect(contents.orders == [Sample.order(.schedule, 7)])
        #expect(contents.unfinished == [Sample.broadcast("a")])
        #expect(contents.lowerBound == .sample(9))
        #expect(try await second.waiting(.record).map(\.number) == [1, 2])
        #expect(try await second.media() == [Sample.media("a")])
    }

    @Test(arguments: JournalUnderTest.Kind.allCases)
    func `a schedule replaces that of its stream alone`(kind: JournalUnderTest.Kind) async throws {
        let journal = JournalUnderTest(kind).open()
        let answer = Sample.draft(Sample.answer())
        try await journal.accept(Sample.order(.schedule, 1, text: "old"), answer: answer)
        try await journal.accept(Sample.order(.schedule, 5, audience: "device:cum-01"), answer: answer)
        try await journal.accept(Sample.order(.schedule, 2, text: "new"), answer: answer)
        #expect(
            Set(try await journal.load().orders) == [
                Sample.order(.schedule, 2, text: "new"), Sample.order(.schedule, 5, audience: "device:cum-01"),
            ])
    }

    @Test(arguments: JournalUnderTest.Kind.allCases)
    func `an alert is kept whole until its cancel takes its place`(kind: JournalUnderTest.Kind) async throws {
        let journal = JournalUnderTest(kind).open()
        let answer = Sample.draft(Sample.answer())
        try await journal.accept(Sample.order(.schedule, 9), answer: answer)
        try await journal.accept(Sample.order(.alert, 3, text: "alert"), answer: answer)
        #expect(
            Set(try await journal.load().orders) == [
                Sample.order(.schedule, 9), Sample.order(.alert, 3, text: "alert"),
            ])
        try await journal.accept(Sample.order(.cancel, 4, text: "cancel"), answer: answer)
        #expect(
            Set(try await journal.load().orders) == [
                Sample.order(.schedule, 9), Sample.order(.cancel, 4, text: "cancel"),
            ])
    }

    @Test(arguments: JournalUnderTest.Kind.allCases)
    func `a broadcast that ended is remembered for two days and kept for three`(
        kind: JournalUnderTest.Kind
    ) async throws {
        let journal = JournalUnderTest(kind).open()
        let day: Int64 = 86_400
        for (name, at) in [("a", 0), ("b", day), ("c", 2 * day)] {
            let record = Sample.broadcast(name, at: at, .played)
            try await journal.record(record, report: Sample.draft(.asRun(record), at: at + 60))
        }
        let names = { try await journal.load().finished.map { String($0.text.split(separator: "@")[0]) } }
        #expect(try await names() == ["ubnd-92/a", "ubnd-92/b", "ubnd-92/c"])
        try await journal.noteTime(.sample(2 * day + 61))
        #expect(try await names() == ["ubnd-92/b", "ubnd-92/c"])
        try await journal.noteTime(.sample(3 * day + 61))
        #expect(try await names() == ["ubnd-92/c"])
    }

    @Test(arguments: JournalUnderTest.Kind.allCases)
    func `a broadcast is unfinished until its end is recorded`(kind: JournalUnderTest.Kind) async throws {
        let journal = JournalUnderTest(kind).open()
        var record = Sample.broadcast("a")
        try await journal.record(record, report: Sample.draft(.asRun(record)))
        record.event = .preempted
        record.frames = 4_800
        try await journal.record(record, report: Sample.draft(.asRun(record)))
        #expect(try await journal.load().unfinished == [record])
        record.outcome = .partial
        try await journal.record(record, report: Sample.draft(.asRun(record)))
        #expect(try await journal.load().unfinished.isEmpty)
        #expect(try await journal.load().finished == [record.broadcast])
    }

    @Test(arguments: JournalUnderTest.Kind.allCases)
    func `the lower bound of time never falls`(kind: JournalUnderTest.Kind) async throws {
        let journal = JournalUnderTest(kind).open()
        try await journal.noteTime(.sample(100))
        try await journal.noteTime(.sample(50))
        #expect(try await journal.load().lowerBound == .sample(100))
    }

    @Test(arguments: JournalUnderTest.Kind.allCases)
    func `the media index holds each file once`(kind: JournalUnderTest.Kind) async throws {
        let journal = JournalUnderTest(kind).open()
        for media in [Sample.media("b"), Sample.media("a"), Sample.media("b", bytes: 20, needed: 5)] {
            try await journal.keepMedia(media)
        }
        #expect(try await journal.media() == [Sample.media("a"), Sample.media("b", bytes: 20, needed: 5)])
        try await journal.forgetMedia(Sample.media("a").hash)
        try await journal.forgetMedia(Sample.media("c").hash)
        #expect(try await journal.media().map(\.bytes) == [20])
    }

    @Test(arguments: JournalUnderTest.Kind.allCases)
    func `a closed journal refuses, it does not hang`(kind: JournalUnderTest.Kind) async throws {
        let journal = JournalUnderTest(kind).open()
        _ = try await journal.load()
        await journal.close()
        await #expect(throws: JournalError.self) { try await journal.noteTime(.sample()) }
        await #expect(throws: JournalError.self) { try await journal.media() }
        await journal.close()
    }
}
