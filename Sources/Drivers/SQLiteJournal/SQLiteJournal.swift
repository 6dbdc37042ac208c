public import CentreLink
public import Journal
public import LoaModel

/// The journal in one SQLite database. SQLite is called on a thread of its own; what arrives while a commit runs is
/// committed together.
public final class SQLiteJournal: DeviceJournal {
    private let queue = JournalQueue()
    private let path: String
    private let hasThread: Bool

    /// Nothing is opened before the first call.
    /// - Parameters:
    ///   - path: of the database file; its folder exists. `journal.db` is put aside as `journal.corrupt-<n>`.
    ///   - boot: names this boot of the board in each report.
    public init(path: String, device: DeviceID, boot: String, limits: OutboxLimits = .standard) {
        self.path = path
        hasThread = JournalThread.start(
            queue, store: JournalStore(path: path, device: device, boot: boot, limits: limits))
    }

    deinit {
        queue.close()
    }

    /// What a journal holds, without changing anything, also while a daemon has it open. Blocks.
    public static func peek(path: String, device: DeviceID) throws(JournalError) -> JournalContents {
        try JournalStore(path: path, device: device, boot: "", limits: .standard).peek()
    }

    public func load() async throws(JournalError) -> JournalContents {
        try await read { (store) throws(JournalError) in try store.load() }
    }

    public func accept(_ order: StoredOrder, answer: DraftReport) async throws(JournalError) {
        try await write { (store) throws(JournalError) in
            try store.keep(order)
            try store.append(answer, isOwed: true)
        }
    }

    public func append(_ reports: [DraftReport]) async throws(JournalError) {
        guard !reports.isEmpty else { return }
        try await write { (store) throws(JournalError) in
            for report in reports { try store.append(report) }
        }
    }

    public func record(_ asRun: AsRun, report: DraftReport) async throws(JournalError) {
        try await write { (store) throws(JournalError) in
            try store.keep(asRun, at: report.at)
            try store.append(report)
        }
    }

    public func pending(
        _ lane: Report.Lane, above number: Int64, limit: Int
    ) async throws(JournalError) -> [StoredReport] {
        try await read { (store) throws(JournalError) in try store.pending(lane, above: number, limit: limit) }
    }

    public func acknowledge(_ acknowledgement: Acknowledgement) async throws(JournalError) {
        try await write { (store) throws(JournalError) in try store.acknowledge(acknowledgement) }
    }

    public func outboxFigures() async throws(JournalError) -> OutboxFigures {
        try await read { (store) throws(JournalError) in try store.outboxFigures() }
    }

    public func noteTime(_ lowerBound: Timestamp) async throws(JournalError) {
        try await write { (store) throws(JournalError) in try store.noteTime(lowerBound) }
    }

    public func media() async throws(JournalError) -> [StoredMedia] {
        try await read { (store) throws(JournalError) in try store.media() }
    }

    public func keepMedia(_ media: StoredMedia) async throws(JournalError) {
        try await write { (store) throws(JournalError) in try store.keep(media) }
    }

    public func forgetMedia(_ hash: MediaHash) async throws(JournalError) {
        try await write { (store) throws(JournalError) in try store.forget(hash) }
    }

    public func close() async {
        _ = try? await read { (store) throws(JournalError) in store.close() }
        queue.close()
    }
}

extension SQLiteJournal {
    private func write(_ body: @escaping @Sendable (JournalStore) throws(JournalError) -> Void)
        async throws(JournalError)
    {
        let result = await withCheckedContinuation { (caller: CheckedContinuation<Result<Void, JournalError>, Never>) in
            submit(.write(JournalWrite(body: body) { caller.resume(returning: $0) })) {
                caller.resume(returning: .failure($0))
            }
        }
        try result.get()
    }

    private func read<Value: Sendable>(
        _ body: @escaping @Sendable (JournalStore) throws(JournalError) -> Value
    ) async throws(JournalError) -> Value {
        let result = await withCheckedContinuation {
            (caller: CheckedContinuation<Result<Value, JournalError>, Never>) in
            submit(.read { caller.resume(returning: $0.read(body)) }) { caller.resume(returning: .failure($0)) }
        }
        return try result.get()
    }

    private func submit(_ task: JournalTask, refused: (JournalError) -> Void) {
        guard hasThread, queue.append(task) else {
            let reason = hasThread ? "it is closed" : "the system gives it no thread"
            return refused(JournalError(.storageReadOnly, "the journal \(path) cannot be used: \(reason)"))
        }
    }
}
