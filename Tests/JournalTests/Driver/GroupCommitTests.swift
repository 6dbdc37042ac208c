import Journal
import LoaModel
import Synchronization
import Testing
import Trust

@testable import SQLiteJournal

/// What waits together is committed together, and what fails does not take the rest with it.
@Suite(.scratch) struct GroupCommitTests {
    private var path: String { Scratch.current / "journal.db" }

    private func store(_ limits: OutboxLimits = .standard) -> JournalStore {
        JournalStore(path: path, device: .sample, boot: "boot-1", limits: limits)
    }

    /// Lets a thread carry out what was queued before it was started; the outcomes in their order.
    private func outcomes(
        _ bodies: [@Sendable (JournalStore) throws(JournalError) -> Void], limits: OutboxLimits = .standard
    ) async -> [Result<Void, JournalError>] {
        let queue = JournalQueue()
        var streams: [AsyncStream<Result<Void, JournalError>>] = []
        for body in bodies {
            let (stream, outcome) = AsyncStream.makeStream(of: Result<Void, JournalError>.self)
            _ = queue.append(.write(JournalWrite(body: body) { outcome.yield($0) }))
            streams.append(stream)
        }
        let isStarted = JournalThread.start(queue, store: store(limits))
        #expect(isStarted)
        var results: [Result<Void, JournalError>] = []
        for stream in streams { for await result in stream.prefix(1) { results.append(result) } }
        queue.close()
        return results
    }

    @Test func `writes that wait together are one transaction`() async throws {
        let path = path
        let seen = Mutex<[Int]>([])
        let append: @Sendable (JournalStore) throws(JournalError) -> Void = { (store) throws(JournalError) in
            try store.append(Sample.draft(Sample.answer()))
        }
        let look: @Sendable (JournalStore) throws(JournalError) -> Void = { (_) throws(JournalError) in
            let other = try JournalFile(path: path, device: "cum-01").openForReading()
            let count = try other.rows("SELECT number FROM report") { (row) throws(JournalError) in
                try row.integer(0)
            }.count
            seen.withLock { $0.append(count) }
        }
        let first = await outcomes([append])
        let second = await outcomes([append, look, append, look])
        #expect((first + second).allSatisfy { (try? $0.get()) != nil })
        #expect(seen.withLock { $0 } == [1, 1], "another connection saw nothing of the group while it ran")
        let contents = try SQLiteJournal.peek(path: path, device: .sample)
        #expect(contents.setAside == nil)
        let total = try store().outboxFigures().depth
        #expect(total == 3)
    }

    @Test func `one that fails does not take the others with it`() async throws {
        let limits = OutboxLimits(telemetry: 10, record: 2)
        let append: @Sendable (JournalStore) throws(JournalError) -> Void = { (store) throws(JournalError) in
            try store.append(Sample.draft(Sample.answer()))
        }
        let accept: @Sendable (JournalStore) throws(JournalError) -> Void = { (store) throws(JournalError) in
            try store.keep(Sample.order(.schedule, 1))
        }
        let results = await outcomes([append, append, append, accept], limits: limits)
        let faults = results.map { result -> FaultCode? in
            if case .failure(let error) = result { error.fault } else { nil }
        }
        #expect(faults == [nil, nil, .outboxFull, nil])
        #expect(try SQLiteJournal.peek(path: path, device: .sample).orders.count == 1)
    }
}
