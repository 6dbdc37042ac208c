import CentreLink
import CentreLinkServer
import Fleet
import FleetStore
import LoaModel
import Logging
import MQTTDriver
import TestSupport
import Testing
import Trust

@Suite(.serialized, .timeLimit(.minutes(1))) struct `The centre with a real broker` {
    @Test func `reports are acknowledged end to end, and orders survive the broker's loss of memory`() async throws {
        let broker = try MosquittoBroker()
        let folder = try Folder()
        let signatory = try Signatory()
        let database = try FleetDatabase(folder: folder.path)
        let transport = MosquittoTransport(
            address: broker.address, clientID: "loa-centre", keepAliveSeconds: 5, buffer: .centre)
        let log = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let watcher = EventLog()
        let desk = OrderDesk(
            transport: transport, store: database, watcher: watcher, trust: { signatory.trust },
            knowsZone: { _ in true }, clock: { Sample.now }, log: log)
        let server = CentreLinkServer(
            transport: transport, store: database, watcher: watcher, desk: desk, clock: { Sample.now },
            pause: NeverClock(), silentAfterSeconds: 900, keepDays: 400, log: log)
        let device = RemoteDevice(try Sample.device(), broker: broker.address)
        let area = try Area("vn/92/31528")
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await server.run() }
            group.addTask { await device.run(area: area) }
            defer { group.cancelAll() }
            try await until { await desk.status().broker.connected && device.isConnected }
            for number in Int64(1)...500 { try device.send(try Sample.report(number)) }
            try await until { device.through == 500 }

            let compact = try signatory.order(.alert(try Sample.alert()))
            #expect(try await desk.take(compact).published)
            try await until { device.orders == [compact] }

            broker.stop()
            try broker.start()
            // The broker keeps nothing over its restart: what comes now was published again.
            let late = RemoteDevice(try DeviceID("loa-0002"), broker: broker.address)
            group.addTask { await late.run(area: area) }
            try await until { late.orders.last == compact }
        }
        await transport.closed()
    }
}
