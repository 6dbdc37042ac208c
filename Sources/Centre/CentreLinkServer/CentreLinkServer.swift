public import CentreLink
public import Fleet
public import LoaModel
public import Logging

/// The centre's end of the link: keeps what devices report and acknowledges what is on the disk, and only that.
public actor CentreLinkServer {
    private let transport: any MessageTransport
    private let store: any FleetStoring
    private let watcher: any FleetWatching
    private let desk: OrderDesk
    private let clock: @Sendable () -> Timestamp
    private let pause: any Clock<Duration>
    private let silentAfterSeconds: Int64
    private let keepDays: Int
    private let log: Logger
    private let box = MessageBox()

    private var ledger = FleetLedger()
    private var ledgerIsCurrent = false
    private var bootClock = BootClock()
    private var lastLook: Timestamp?
    private var forgetsAgainAt: Timestamp?

    /// Reports as they came are of use while somebody may still ask what a device really sent.
    static let evidenceDays = 35
    static let betweenForgetting = 3_600.0

    /// - Parameters:
    ///   - clock: UTC now.
    ///   - pause: measures the waits between tries and looks.
    ///   - silentAfterSeconds: a device not heard for so long is told as silent.
    ///   - keepDays: how long as-run records, answers and replaced orders are kept.
    public init(
        transport: any MessageTransport, store: any FleetStoring, watcher: any FleetWatching, desk: OrderDesk,
        clock: @escaping @Sendable () -> Timestamp, pause: any Clock<Duration>, silentAfterSeconds: Int64,
        keepDays: Int, log: Logger
    ) {
        self.transport = transport
        self.store = store
        self.watcher = watcher
        self.desk = desk
        self.clock = clock
        self.pause = pause
        self.silentAfterSeconds = silentAfterSeconds
        self.keepDays = keepDays
        self.log = log
    }

    /// Runs until cancelled; what has come by then is stored. Nothing that comes over the link ends it.
    public func run() async {
        await withTaskGroup { group in
            group.addTask { await self.listen() }
            group.addTask { await self.writeAll() }
            group.addTask { await self.lookNowAndThen() }
        }
    }

    private nonisolated func listen() async {
        let subscriptions = [Topics.allReports, Topics.allStates]
        for await event in transport.open(subscriptions: subscriptions, will: nil) {
            switch event {
            case .message(let topic, let payload, let retained):
                box.put(MessageBox.Message(topic: topic, payload: payload, retained: retained))
            case .dropped(let count): box.noteDropped(count)
            case .connected: await desk.connected(at: clock())
            case .disconnected(let reason): await desk.disconnected(reason, at: clock())
            }
        }
        box.close()
    }

    private func writeAll() async {
        for await _ in box.rings {
            var contents = box.take()
            while !contents.messages.isEmpty || contents.dropped > 0 {
                await keep(contents)
                contents = box.take()
            }
        }
    }

    /// Stores what came together in one transaction, then acknowledges it.
    private func keep(_ contents: MessageBox.Contents) async {
        guard await makeLedgerCurrent() else { return }
        if contents.dropped > 0 {
            ledger.noteDroppedMessages()
            log.error("messages dropped", metadata: ["count": "\(contents.dropped)"])
        }
        let now = clock()
        var bag = Postbag()
        for message in contents.messages { bag.add(message, at: now, ledger: &ledger, clock: &bootClock) }
        for complaint in bag.complaints { log.warning("message not understood", metadata: ["what": "\(complaint)"]) }
        do {
            try await store.write(bag.changes)
        } catch {
            // Nothing is acknowledged, so all of it comes again; the ledger has counted what is not there.
            ledgerIsCurrent = false
            log.error("reports not stored", metadata: ["reason": "\(error)", "count": "\(bag.changes.count)"])
            return
        }
        acknowledge(bag)
        await desk.count(bag.counts, dropped: contents.dropped)
        await tell(bag)
    }

    private func makeLedgerCurrent() async -> Bool {
        if ledgerIsCurrent { return true }
        do {
            ledger = FleetLedger(try await store.positions())
            ledgerIsCurrent = true
        } catch {
            log.error("positions not read", metadata: ["reason": "\(error)"])
        }
        return ledgerIsCurrent
    }

    private func acknowledge(_ bag: Postbag) {
        for (lane, through) in bag.acknowledgements where through > 0 {
            let acknowledgement = Acknowledgement(epoch: lane.lane.epoch, lane: lane.lane.lane, through: through)
            guard let message = OutgoingMessage(acknowledgement, to: lane.device) else { continue }
            do {
                try transport.publish(message)
            } catch {
                // Not acknowledged: the device sends again, and that is a duplicate.
                log.debug("acknowledgement not sent", metadata: ["device.id": "\(lane.device)", "reason": "\(error)"])
            }
        }
    }

    private func tell(_ bag: Postbag) async {
        var events = bag.changes.compactMap(FleetEvent.init)
        if let devices = try? await store.devices(bag.touched) { events += devices.map(FleetEvent.device) }
        if !events.isEmpty { watcher.tell(events) }
    }

    private func lookNowAndThen() async {
        while !Task.isCancelled {
            await look(at: clock())
            try? await pause.sleep(for: .seconds(15))
        }
    }

    /// What time alone changes: orders expire, devices fall silent.
    func look(at now: Timestamp) async {
        await desk.clearExpired(at: now)
        await forget(at: now)
        let border = now.adding(seconds: -Double(silentAfterSeconds))
        let before = lastLook.map { $0.adding(seconds: -Double(silentAfterSeconds)) } ?? border
        lastLook = now
        let query = DeviceQuery(condition: .silent, silentAfterSeconds: silentAfterSeconds, limit: 1_000)
        guard let silent = try? await store.devices(query, at: now) else { return }
        let news = silent.elements.filter { $0.lastHeard >= before && $0.lastHeard < border }
        for device in news { log.warning("device silent", metadata: ["device.id": "\(device.device)"]) }
        if !news.isEmpty { watcher.tell(news.map(FleetEvent.device)) }
    }

    /// One step at a time; once nothing is left, again an hour later.
    private func forget(at now: Timestamp) async {
        if let again = forgetsAgainAt, now < again { return }
        let isMore = try? await store.forget(
            evidenceBefore: now.adding(seconds: -86_400 * Double(min(keepDays, Self.evidenceDays))),
            recordsBefore: now.adding(seconds: -86_400 * Double(keepDays)))
        forgetsAgainAt = isMore == true ? nil : now.adding(seconds: Self.betweenForgetting)
    }
}
