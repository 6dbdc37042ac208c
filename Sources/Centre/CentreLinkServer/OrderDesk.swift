public import CentreLink
public import Fleet
public import LoaModel
public import Logging
public import Trust

/// Takes orders in, publishes them retained, and keeps the broker's retained messages true: after each connect every
/// order in force is published again, so that a broker that lost its state is healed; what has expired is cleared.
public actor OrderDesk: OrderTaking {
    let transport: any MessageTransport
    let store: any FleetStoring
    let watcher: any FleetWatching
    let trust: @Sendable () throws -> TrustList
    let knowsZone: @Sendable (String) -> Bool
    private let clock: @Sendable () -> Timestamp
    let log: Logger

    var broker: BrokerStatus
    private var messages = MessageCounts()
    var published: Set<String> = []
    var trustVersion: Int?
    /// Orders are taken one after another: what is judged against the last of a stream must still be the last when
    /// it is stored.
    private var isTaking = false
    private var waiting: [CheckedContinuation<Void, Never>] = []

    /// - Parameter trust: reads the centre's verified copy of the trust list; called for each order, so that a new list
    ///   holds at once.
    public init(
        transport: any MessageTransport, store: any FleetStoring, watcher: any FleetWatching,
        trust: @escaping @Sendable () throws -> TrustList, knowsZone: @escaping @Sendable (String) -> Bool,
        clock: @escaping @Sendable () -> Timestamp, log: Logger
    ) {
        self.transport = transport
        self.store = store
        self.watcher = watcher
        self.trust = trust
        self.knowsZone = knowsZone
        self.clock = clock
        self.log = log
        broker = BrokerStatus(connected: false, since: clock(), reason: "not connected yet")
        trustVersion = (try? trust())?.version
    }

    public func status() -> LinkStatus {
        LinkStatus(broker: broker, messages: messages, trustVersion: trustVersion, published: published)
    }

    public func take(_ compact: [UInt8]) async throws(OrderProblem) -> TakenOrder {
        await begin()
        defer { end() }
        let now = clock()
        let verdict = try await judge(compact, at: now)
        switch verdict {
        case .known(_, let hash):
            guard let standing = try await stored(hash) else {
                throw .storeFailed(FleetStoreError("order \(hash) is not in the store any more"))
            }
            return TakenOrder(order: standing, isNew: false, published: publish(standing.order, at: now))
        case .accepted(let order, let hash):
            let order = CentreOrder(order: order, hash: hash, compact: compact, received: now)
            do { try await store.write([.order(order)]) } catch { throw .storeFailed(error) }
            let standing = OrderStanding(order: order, isLast: true, isCleared: false, accepted: 0, refused: 0)
            let isPublished = publish(order, at: now)
            log.info("order taken", metadata: ["order.hash": "\(hash)", "order.stream": "\(order.order.stream)"])
            watcher.tell([.order(standing)])
            return TakenOrder(order: standing, isNew: true, published: isPublished)
        }
    }

    private func stored(_ hash: String) async throws(OrderProblem) -> OrderStanding? {
        do { return try await store.order(hash) } catch { throw .storeFailed(error) }
    }

    func count(_ more: MessageCounts, dropped: Int) {
        messages.stored += more.stored
        messages.duplicates += more.duplicates
        messages.gaps += more.gaps
        messages.bad += more.bad
        messages.dropped += dropped
    }

    private func begin() async {
        if isTaking {
            await withCheckedContinuation { waiting.append($0) }
        } else {
            isTaking = true
        }
    }

    private func end() {
        if waiting.isEmpty { isTaking = false } else { waiting.removeFirst().resume() }
    }
}
