public import CentreLink
public import Hardware
public import Journal
public import LoaModel
import Synchronization

/// Takes what happened from every flow and brings it to the journal in order, on its own time: a slow or broken disk
/// delays reports, never sound.
public final class Reporter: Sendable {
    private let journal: any DeviceJournal
    private let clock: any AlarmClock
    private let pause: any Clock<Duration>
    private let queue = Mutex(DraftQueue())
    private let bell: AsyncStream<Void>.Continuation
    private let rings: AsyncStream<Void>
    private let written: @Sendable () async -> Void
    private let failed: @Sendable (JournalError?) -> Void

    /// - Parameters:
    ///   - written: told after each transaction, so that what is new can be sent.
    ///   - failed: told when the journal fails (again and again, with the newest reason), and nil once it works again.
    public init(
        journal: any DeviceJournal, clock: any AlarmClock, pause: any Clock<Duration>,
        written: @escaping @Sendable () async -> Void, failed: @escaping @Sendable (JournalError?) -> Void
    ) {
        self.journal = journal
        self.clock = clock
        self.pause = pause
        self.written = written
        self.failed = failed
        (rings, bell) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
    }

    /// Any thread; does not block. Dated now.
    public func report(_ body: Report.Body) { submit(.report(draft(body))) }

    public func record(_ broadcast: AsRun) { submit(.broadcast(broadcast, draft(.asRun(broadcast)))) }

    public func accept(_ order: StoredOrder, answer: Answer) { submit(.order(order, answer: draft(.answer(answer)))) }

    /// Keeps the time, so that the device never believes to be earlier after a restart.
    public func noteTime() {
        let reading = clock.read()
        if reading.trust.synchronised { submit(.time(reading.wall)) }
    }

    private func draft(_ body: Report.Body) -> DraftReport {
        let reading = clock.read()
        return DraftReport(
            at: reading.wall, clockSynchronised: reading.trust.synchronised,
            uptimeMilliseconds: reading.monotonic.nanoseconds / 1_000_000, body: body)
    }

    private func submit(_ draft: Draft) {
        queue.withLock { $0.append(draft) }
        bell.yield()
    }

    /// Writes until cancelled; a journal that fails is tried again after 1 s, then less often, at most each 30 s.
    public func run() async {
        var wait = 1.0
        for await _ in rings {
            while !Task.isCancelled, queue.withLock({ !$0.isEmpty }) {
                if await writeAll() {
                    wait = 1
                } else {
                    try? await pause.sleep(for: .seconds(wait))
                    wait = min(30, wait * 2)
                }
            }
        }
    }

    /// Writes what waits, once. For the end of the daemon, after `run` was cancelled.
    public func flush() async { _ = await writeAll() }

    /// - Returns: false when something could not be written and was put back. A full outbox keeps back its own kind
    /// only: accepted orders behind it are written all the same.
    private func writeAll() async -> Bool {
        let drafts = queue.withLock { $0.takeAll() }
        var keptBack: [Draft] = []
        var failure: JournalError?
        for (index, draft) in drafts.enumerated() {
            do {
                try await write(draft)
            } catch {
                failure = error
                keptBack.append(draft)
                if error.fault == .outboxFull { continue }
                keptBack += drafts[(index + 1)...]
                break
            }
        }
        queue.withLock { [keptBack] in $0.putBack(keptBack[...]) }
        if failure != nil || !drafts.isEmpty { failed(failure) }
        if keptBack.count < drafts.count { await written() }
        return failure == nil
    }

    private func write(_ draft: Draft) async throws(JournalError) {
        switch draft {
        case .order(let order, let answer): try await journal.accept(order, answer: answer)
        case .broadcast(let record, let report): try await journal.record(record, report: report)
        case .report(let report): try await journal.append([report])
        case .time(let time): try await journal.noteTime(time)
        }
    }
}
