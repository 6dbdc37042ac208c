import CentreLink
import Journal
import LoaModel
import Trust

extension DeviceID {
    static let sample = known { try DeviceID("cum-01") }
}

/// A value that the test's author knows to be sound.
func known<Value>(_ make: () throws -> Value) -> Value {
    do { return try make() } catch { preconditionFailure("\(error)") }
}

extension Timestamp {
    /// 2026-11-21T05:00:00Z and so many seconds.
    static func sample(_ seconds: Int64 = 0) -> Timestamp { Timestamp(seconds: 1_795_237_200 + seconds) }
}

enum Sample {
    static let authority = known { try AuthorityID("ubnd-92") }

    static func draft(_ body: Report.Body, at seconds: Int64 = 0) -> DraftReport {
        DraftReport(at: .sample(seconds), clockSynchronised: true, uptimeMilliseconds: 1_000, body: body)
    }

    static func answer(_ order: String = "00") -> Report.Body { .answer(Answer(order: order, outcome: .accepted)) }

    static func health(uptime: Double = 1) -> Report.Body {
        .health(
            HealthReport(
                version: "1", uptimeSeconds: uptime, area: known { try Area("vn/92") },
                clock: .init(synchronised: true, source: "kernel"), board: .init(),
                output: .init(name: "default", state: .asleep), schedules: [], trustVersion: 1, lastBroadcast: nil,
                nextBroadcast: nil, outbox: .init(depth: 0), faults: []))
    }

    static func broadcast(_ name: String, at seconds: Int64 = 0, _ outcome: AsRun.Outcome = .running) -> AsRun {
        let bulletin = known { try BulletinID(name) }
        return AsRun(
            broadcast: BroadcastID(authority: authority, bulletin: bulletin, planned: .sample(seconds)),
            authority: authority, bulletin: bulletin, title: name, bulletinClass: .normal,
            planned: .sample(seconds), event: outcome == .running ? .started : .ended, outcome: outcome)
    }

    static func order(
        _ type: OrderType, _ sequence: Int64, audience: String = "area:vn/92", text: String = "abc"
    ) -> StoredOrder {
        StoredOrder(
            stream: OrderStream(
                issuer: authority, audience: known { try Audience(audience) }, kind: .init(of: type)),
            type: type, sequence: sequence, hash: "hash-\(sequence)", compact: Array(text.utf8),
            received: .sample(sequence))
    }

    static func media(_ digit: Character, bytes: Int = 10, needed: Int64 = 0) -> StoredMedia {
        StoredMedia(
            hash: known { try MediaHash(String(repeating: digit, count: 64)) }, bytes: bytes,
            lastNeeded: .sample(needed))
    }
}

extension DeviceJournal {
    /// All waiting reports of a lane, as the centre reads them.
    func waiting(_ lane: Report.Lane) async throws -> [Report] {
        try await pending(lane, above: 0, limit: 10_000).map { stored in
            let report = try JSON.decode(Report.self, from: stored.payload)
            precondition(report.number == stored.number)
            return report
        }
    }

    func acknowledge(_ lane: Report.Lane, through: Int64) async throws {
        let epoch = try await load().epoch
        try await acknowledge(Acknowledgement(epoch: epoch, lane: lane, through: through))
    }
}
