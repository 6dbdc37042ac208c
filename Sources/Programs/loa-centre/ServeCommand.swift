import ArgumentParser
import CentreLink
import CentreLinkServer
import CentreWeb
import CivilCalendar
import Fleet
import FleetStore
import Foundation
import LoaModel
import Logging
import MQTTDriver
import ZoneFiles

/// The composition root: names the parts and joins them.
struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve", abstract: "Run the centre until SIGTERM or SIGINT.",
        discussion: """
            Prints its address on one line when it is ready.
            Example: loa-centre serve --data /var/lib/loa-centre --listen 127.0.0.1:8080 --broker 127.0.0.1:1883 \
            --trust /etc/loa-centre/trust.jws --root-key /etc/loa-centre/root.pub --token-file /etc/loa-centre/token
            """)

    @OptionGroup var options: ServeOptions

    func run() async throws {
        LoggingSystem.bootstrap { StreamLogHandler.standardError(label: $0) }
        let settings: ServeSettings
        do { settings = try ServeSettings(options) } catch { throw Ending.settings.saying(error) }
        let clock: @Sendable () -> Timestamp = { SystemTime.now() }
        let lock: DataLock
        let database: FleetDatabase
        let shelf: MediaShelf
        do {
            lock = try DataLock(folder: settings.data)
            database = try FleetDatabase(folder: settings.data)
            shelf = try MediaShelf(
                folder: settings.data + "/media", quotaBytes: settings.mediaQuotaBytes, database: database, clock: clock
            )
        } catch { throw Ending.data.saying(error) }
        defer { database.close() }
        try await serve(settings, database, shelf, clock)
        withExtendedLifetime(lock) {}
    }

    private func serve(
        _ settings: ServeSettings, _ database: FleetDatabase, _ shelf: MediaShelf,
        _ clock: @escaping @Sendable () -> Timestamp
    ) async throws {
        let log = Logger(label: "loa-centre")
        let zones = ZoneFiles()
        let transport = MosquittoTransport(
            address: settings.broker, clientID: "loa-centre", keepAliveSeconds: 30, buffer: .centre)
        let ring = EventRing(
            boot: String(UInt32.random(in: 1 ... .max), radix: 36), silentAfterSeconds: settings.silentAfterSeconds,
            clock: clock)
        let desk = OrderDesk(
            transport: transport, store: database, watcher: ring, trust: settings.trust.read,
            knowsZone: { (try? zones.rules(named: $0)) != nil }, clock: clock, log: log)
        let server = CentreLinkServer(
            transport: transport, store: database, watcher: ring, desk: desk, clock: clock, pause: ContinuousClock(),
            silentAfterSeconds: settings.silentAfterSeconds, keepDays: settings.keepDays, log: log)
        let site = CentreSite(
            store: database, shelf: shelf, desk: desk, ring: ring, token: settings.token,
            version: LoaCentre.configuration.version, silentAfterSeconds: settings.silentAfterSeconds,
            zone: { try? zones.rules(named: $0) }, clock: clock)

        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await Termination.requested() }
            group.addTask { await server.run() }
            group.addTask { await site.keepAlive(pause: ContinuousClock()) }
            group.addTask {
                do {
                    try await site.serve(at: settings.listen, log: log) { address in
                        print("loa-centre: http://\(address)")
                        fflush(nil)
                    }
                } catch is CancellationError {
                } catch { throw Ending.listening.saying("\(settings.listen) cannot be listened on: \(error)") }
            }
            defer { group.cancelAll() }
            // The first to end is the signal, or an address that cannot be had.
            try await group.next()
            ring.close()
        }
        await transport.closed()
    }
}
