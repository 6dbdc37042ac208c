import CentreLink
import Fleet
import GRDB
import LoaModel
import Logging
import TestSupport
import Trust

@testable import CentreLinkServer
@testable import FleetStore

/// The centre's end of the link over a scripted broker and a real database.
final class LinkBench: Sendable {
    let transport = ScriptedTransport()
    let clock = HandClock()
    let watcher = EventLog()
    let database: FleetDatabase
    let desk: OrderDesk
    let server: CentreLinkServer
    let trust: TrustBox

    init(_ folder: Folder, signatory: Signatory? = nil) throws {
        let signatory = try signatory ?? Signatory()
        database = try FleetDatabase(folder: folder.path)
        let log = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let clock = clock
        let trust = TrustBox(signatory.trust)
        self.trust = trust
        desk = OrderDesk(
            transport: transport, store: database, watcher: watcher, trust: { try trust.read() },
            knowsZone: { $0 == "Asia/Ho_Chi_Minh" }, clock: clock.reader, log: log)
        server = CentreLinkServer(
            transport: transport, store: database, watcher: watcher, desk: desk, clock: clock.reader,
            pause: NeverClock(), silentAfterSeconds: 900, keepDays: 400, log: log)
    }

    /// Runs the server, connected, while `body` runs.
    func running(_ body: @Sendable () async throws -> Void) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            let server = server
            group.addTask { await server.run() }
            while await !desk.status().broker.connected {
                transport.connect()
                await Task.yield()
            }
            defer { group.cancelAll() }
            try await body()
        }
    }

    func deliver(_ report: Report) throws {
        transport.deliver(try JSON.encode(report), to: Topics.report(report.device))
    }

    /// Waits for the next message published to the topic.
    func published(to topic: String) async -> OutgoingMessage? {
        await transport.sent.first { $0.topic == topic }
    }

    func acknowledgement(of device: DeviceID) async throws -> Acknowledgement? {
        try await published(to: Topics.acknowledgement(device)).map {
            try JSON.decode(Acknowledgement.self, from: $0.payload)
        }
    }

    /// Waits until the link has counted so many messages of a kind.
    func counts(until holds: (MessageCounts) -> Bool) async -> MessageCounts {
        while true {
            let counts = await desk.status().messages
            if holds(counts) { return counts }
            await Task.yield()
        }
    }

    /// The disk refuses to take reports, or takes them again.
    func breakStore(_ isBroken: Bool) async throws {
        try await database.pool.write { database in
            try database.execute(
                sql: isBroken
                    ? "CREATE TRIGGER broken BEFORE INSERT ON lanes BEGIN SELECT RAISE(ABORT, 'disk full'); END"
                    : "DROP TRIGGER broken")
        }
    }
}
