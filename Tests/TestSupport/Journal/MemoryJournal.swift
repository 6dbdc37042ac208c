public import CentreLink
public import Journal
public import LoaModel
import Synchronization
import Trust

/// A journal that keeps everything in memory: as the real one, without a disk.
public final class MemoryJournal: DeviceJournal {
    public let disk: MemoryDisk
    private let device: DeviceID
    private let boot: String
    private let limits: OutboxLimits
    private let isClosed = Mutex(false)

    public init(
        on disk: MemoryDisk = MemoryDisk(), device: DeviceID, boot: String = "boot-1",
        limits: OutboxLimits = .standard
    ) {
        self.disk = disk
        self.device = device
        self.boot = boot
        self.limits = limits
    }

    public func load() async throws(JournalError) -> JournalContents {
        try transaction { contents in
            let recent = contents.lowerBound.adding(seconds: -2 * 86_400)
            return JournalContents(
                epoch: contents.epoch,
                orders: contents.orders.values.sorted { $0.stream.description < $1.stream.description },
                unfinished: contents.unfinished.values.sorted { $0.broadcast < $1.broadcast },
                finished: contents.finished.filter { $0.value >= recent }.keys.sorted(),
                lowerBound: contents.lowerBound, setAside: nil)
        }
    }

    public func accept(_ order: StoredOrder, answer: DraftReport) async throws(JournalError) {
        try transaction { (contents) throws(JournalError) in
            contents.orders[order.stream] = order
            try append(answer, to: &contents, isOwed: true)
        }
    }

    public func append(_ reports: [DraftReport]) async throws(JournalError) {
        try transaction { (contents) throws(JournalError) in
            for report in reports { try append(report, to: &contents) }
        }
    }

    public func record(_ asRun: AsRun, report: DraftReport) async throws(JournalError) {
        try transaction { (contents) throws(JournalError) in
            contents.unfinished[asRun.broadcast] = asRun.outcome == .running ? asRun : nil
            contents.finished[asRun.broadcast] = asRun.outcome == .running ? nil : max(asRun.planned, report.at)
            try append(report, to: &contents)
        }
    }

    public func pending(
        _ lane: Report.Lane, above number: Int64, limit: Int
    ) async throws(JournalError) -> [StoredReport] {
        let reports = try transaction { contents in
            (contents.lanes[lane]?.reports ?? []).filter { $0.number > number }.prefix(max(0, limit))
        }
        var stored: [StoredReport] = []
        for report in reports { stored.append(StoredReport(number: report.number, payload: try payload(report))) }
        return stored
    }

    public func acknowledge(_ acknowledgement: Acknowledgement) async throws(JournalError) {
        try transaction { contents in
            guard acknowledgement.epoch == contents.epoch else { return }
            contents.lanes[acknowledgement.lane]?.reports.removeAll { $0.number <= acknowledgement.through }
        }
    }

    public func outboxFigures() async throws(JournalError) -> OutboxFigures {
        try transaction { contents in
            let reports = contents.lanes.values.flatMap(\.reports)
            let oldest = contents.lanes.values.compactMap(\.reports.first?.at).min()
            return OutboxFigures(depth: reports.count, oldest: oldest)
        }
    }

    public func noteTime(_ lowerBound: Timestamp) async throws(JournalError) {
        try transaction { contents in
            contents.lowerBound = max(contents.lowerBound, lowerBound)
            let bound = contents.lowerBound.adding(seconds: -3 * 86_400)
            contents.finished = contents.finished.filter { $0.value >= bound }
        }
    }

    public func media() async throws(JournalError) -> [StoredMedia] {
        try transaction { contents in contents.media.values.sorted { $0.hash < $1.hash } }
    }

    public func keepMedia(_ media: StoredMedia) async throws(JournalError) {
        try transaction { contents in contents.media[media.hash] = media }
    }

    public func forgetMedia(_ hash: MediaHash) async throws(JournalError) {
        try transaction { contents in contents.media[hash] = nil }
    }

    public func close() async { isClosed.withLock { $0 = true } }
}

extension MemoryJournal {
    private func transaction<Value: Sendable>(
        _ body: (inout MemoryDisk.Contents) throws(JournalError) -> Value
    ) throws(JournalError) -> Value {
        guard !isClosed.withLock({ $0 }) else { throw JournalError(.storageReadOnly, "the journal is closed") }
        return try disk.transaction(body)
    }

    private func append(
        _ draft: DraftReport, to contents: inout MemoryDisk.Contents, isOwed: Bool = false
    ) throws(JournalError) {
        var lane = contents.lanes[draft.body.lane] ?? MemoryDisk.Lane()
        let isTelemetry = draft.body.lane == .telemetry
        guard isTelemetry || isOwed || lane.reports.count < limits.record else {
            throw JournalError(.outboxFull, "\(lane.reports.count) records wait for the centre")
        }
        lane.reports.append(
            Report(
                device: device, epoch: contents.epoch, number: lane.last + 1, after: lane.last, at: draft.at,
                clockSynchronised: draft.clockSynchronised, uptimeMilliseconds: draft.uptimeMilliseconds, boot: boot,
                body: draft.body))
        lane.last += 1
        while isTelemetry, lane.reports.count > limits.telemetry {
            lane.reports[1].after = lane.reports[0].after
            lane.reports.removeFirst()
        }
        contents.lanes[draft.body.lane] = lane
    }

    private func payload(_ report: Report) throws(JournalError) -> [UInt8] {
        do { return try JSON.encode(report) } catch { throw JournalError(.journalCorrupt, error.problem) }
    }
}
