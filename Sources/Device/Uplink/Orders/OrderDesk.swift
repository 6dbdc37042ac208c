import CentreLink
public import Hardware
public import Journal
public import LoaModel
public import Logging
public import Trust

/// Where orders arrive. Judges each, keeps what was accepted, passes it on, answers.
public actor OrderDesk {
    private let verifier: OrderVerifier
    private let clock: any AlarmClock
    private let knowsZone: @Sendable (String) -> Bool
    private let reporter: Reporter
    private let log: Logger
    private let deliver: @Sendable (AcceptedOrder) async -> Void
    private var last: [OrderStream: (sequence: Int64, hash: String)] = [:]
    private var lowerBound: Timestamp
    private var refusals = RefusalLog()

    /// - Parameters:
    ///   - lowerBound: no earlier than this can it be.
    ///   - deliver: takes an accepted order to the scheduler; returns once it is in force.
    public init(
        verifier: OrderVerifier, known orders: [StoredOrder], lowerBound: Timestamp, clock: any AlarmClock,
        knowsZone: @escaping @Sendable (String) -> Bool, reporter: Reporter, log: Logger,
        deliver: @escaping @Sendable (AcceptedOrder) async -> Void
    ) {
        self.verifier = verifier
        self.lowerBound = max(lowerBound, verifier.trust.issued)
        self.clock = clock
        self.knowsZone = knowsZone
        self.reporter = reporter
        self.log = log
        self.deliver = deliver
        for order in orders { last[order.stream] = (order.sequence, order.hash) }
    }

    /// Judges an order as it came from the link. Never throws: what is wrong with it becomes a refusal, which is
    /// recorded and reported, and changes nothing of what plays.
    public func receive(_ compact: [UInt8]) async {
        let reading = clock.read()
        if isKnown(reading) { lowerBound = max(lowerBound, reading.wall) }
        do {
            switch try verifier.judge(compact, circumstances(reading)) {
            case .known: return
            case .accepted(let order, let hash): await accept(order, hash, compact, at: reading.wall)
            }
        } catch {
            refuse(compact, error, at: reading.wall)
        }
    }

    private func isKnown(_ reading: ClockReading) -> Bool { reading.isKnown(since: verifier.trust.issued) }

    private func circumstances(_ reading: ClockReading) -> OrderVerifier.Circumstances {
        let last = last
        return OrderVerifier.Circumstances(
            clock: isKnown(reading) ? reading.wall : nil, lowerBound: lowerBound, last: { last[$0] },
            knowsZone: knowsZone)
    }

    /// An alert sounds before it is written down (docs/decisions/0005): its number is kept in memory at once, and on
    /// the disk some milliseconds later.
    private func accept(_ order: Order, _ hash: String, _ compact: [UInt8], at now: Timestamp) async {
        last[order.stream] = (order.sequence, hash)
        let stored = StoredOrder(
            stream: order.stream, type: order.body.type, sequence: order.sequence, hash: hash, compact: compact,
            received: now)
        let answer = Answer(
            order: hash, outcome: .accepted, type: order.body.type, issuer: order.issuer, sequence: order.sequence)
        await deliver(AcceptedOrder(order: order, hash: hash, received: now))
        reporter.accept(stored, answer: answer)
        log.info(
            "order accepted",
            metadata: ["order.type": "\(order.body.type)", "order.iss": "\(order.issuer)", "order.hash": "\(hash)"])
    }

    private func refuse(_ compact: [UInt8], _ refusal: Refusal, at now: Timestamp) {
        let hash = orderHash(compact)
        guard refusals.shouldReport(hash, at: now) else { return }
        log.warning(
            "order refused",
            metadata: ["order.hash": "\(hash)", "refusal": "\(refusal.code.rawValue)", "detail": "\(refusal.detail)"])
        reporter.report(
            .answer(Answer(order: hash, outcome: .refused, code: refusal.code, detail: refusal.detail)))
    }
}
