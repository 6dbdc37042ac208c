import CentreLink
import Glibc
import Journal
import LoaModel
import Trust

/// What a device does to its journal, as fast as it can and for ever.
struct Writer: Sendable {
    private let journal: any DeviceJournal
    private let round: String
    private let authority: AuthorityID

    init(_ journal: any DeviceJournal, round: String) throws {
        self.journal = journal
        self.round = round
        authority = try AuthorityID("ubnd-92")
    }

    func run() async throws {
        let contents = try await journal.load()
        let stream = OrderStream(issuer: authority, audience: .area(try Area("vn/92")), kind: .schedule)
        let last = contents.orders.first { $0.stream == stream }?.sequence ?? 0
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await acceptOrders(stream, above: last) }
            group.addTask { try await recordBroadcasts() }
            for name in ["p", "q"] { group.addTask { try await appendReports(name) } }
            group.addTask { try await deliver(contents.epoch) }
            try await group.waitForAll()
        }
    }

    /// What two weeks without a link leave behind: 4,800 reports, four schedules of 200 KiB.
    func writeFortnight(_ numbers: ClosedRange<Int>) async throws {
        _ = try await journal.load()
        for number in numbers {
            try await journal.append((0..<6).map { draft("r-\(number)-\($0)") })
        }
        for number in 1...4 {
            let audience = Audience.device(try DeviceID("d-\(number)"))
            try await journal.accept(
                StoredOrder(
                    stream: OrderStream(issuer: authority, audience: audience, kind: .schedule), type: .schedule,
                    sequence: 1, hash: "", compact: Array(repeating: 0x61, count: 200 << 10), received: .epoch),
                answer: draft("o-\(number)"))
        }
        _ = try await journal.pending(.record, above: 0, limit: 64)
    }

    private func acceptOrders(_ stream: OrderStream, above last: Int64) async throws {
        var sequence = last
        while true {
            sequence += 1
            let id = "o-\(sequence)"
            try await journal.accept(
                StoredOrder(
                    stream: stream, type: .schedule, sequence: sequence, hash: id,
                    compact: Array(repeating: 0x61, count: Int(sequence % 20_000)), received: .epoch),
                answer: draft(id))
            say("kept \(id)")
            say("order \(sequence)")
        }
    }

    private func recordBroadcasts() async throws {
        for number in 0... {
            let bulletin = try BulletinID("b-\(round)-\(number)")
            var record = AsRun(
                broadcast: BroadcastID(authority: authority, bulletin: bulletin, planned: .epoch),
                authority: authority, bulletin: bulletin, title: "", bulletinClass: .normal, planned: .epoch,
                event: .started, outcome: .running)
            try await journal.record(record, report: draft("\(bulletin)-started"))
            say("kept \(bulletin)-started")
            record.outcome = .played
            try await journal.record(record, report: draft("\(bulletin)-ended"))
            say("kept \(bulletin)-ended")
            say("ended \(record.broadcast)")
        }
    }

    private func appendReports(_ name: String) async throws {
        for number in 0... {
            let ids = (0...number % 3).map { "r-\(round)-\(name)-\(number)-\($0)" }
            try await journal.append(ids.map(draft))
            for id in ids { say("kept \(id)") }
        }
    }

    /// The centre: takes reports in their order and acknowledges some of them.
    private func deliver(_ epoch: String) async throws {
        while true {
            let reports = try await journal.pending(.record, above: 0, limit: 8)
            for stored in reports { say("sent \(stored.number) \(try id(of: stored))") }
            if let last = reports.last {
                try await journal.acknowledge(Acknowledgement(epoch: epoch, lane: .record, through: last.number - 2))
            }
        }
    }

    private func draft(_ id: String) -> DraftReport {
        DraftReport(
            at: .epoch, clockSynchronised: true, uptimeMilliseconds: 0,
            body: .answer(Answer(order: id, outcome: .accepted)))
    }

    private func id(of stored: StoredReport) throws -> String {
        if case .answer(let answer) = try JSON.decode(Report.self, from: stored.payload).body {
            answer.order
        } else {
            ""
        }
    }

    /// A line in one system call: it arrives whole or not at all.
    private func say(_ line: String) {
        let bytes = Array((line + "\n").utf8)
        _ = write(1, bytes, bytes.count)
    }
}
