/// What of one lane is on its way to the centre. Decides from values; the courier carries it out.
///
/// Reports are sent in their order without waiting for each acknowledgement, at most `limit` ahead of the last one.
/// When nothing is acknowledged for a while, they are sent again from the first that is not: the centre drops doubles.
struct OutboxWindow: Hashable, Sendable {
    /// Everything up to here is stored at the centre.
    private(set) var acknowledged: Int64 = 0
    /// Everything up to here was sent over this connection.
    private(set) var sent: Int64 = 0
    private var unanswered = 0
    private var patience: Double
    private(set) var retryAt: Double?

    static let limit = 64
    static let firstPatience = 20.0
    static let longestPatience = 300.0

    init() { patience = Self.firstPatience }

    /// How many may be sent now, and above which number.
    var room: (above: Int64, count: Int) { (sent, max(0, Self.limit - unanswered)) }

    /// A new connection: everything that is not acknowledged goes again.
    mutating func connected() {
        self = OutboxWindow(acknowledged: acknowledged)
    }

    private init(acknowledged: Int64) {
        self.acknowledged = acknowledged
        sent = acknowledged
        patience = Self.firstPatience
    }

    /// - Parameter now: monotonic seconds.
    mutating func didSend(_ number: Int64, at now: Double) {
        sent = max(sent, number)
        unanswered += 1
        if retryAt == nil { retryAt = now + patience }
    }

    mutating func didAcknowledge(_ number: Int64, at now: Double) {
        guard number > acknowledged else { return }
        acknowledged = number
        patience = Self.firstPatience
        if number >= sent {
            sent = number
            unanswered = 0
            retryAt = nil
        } else {
            // Numbers may have holes, so this is at most what is unanswered.
            unanswered = Int(clamping: min(Int64(unanswered), sent - number))
            retryAt = now + patience
        }
    }

    /// The centre was silent for too long: send again from the first that it has not.
    mutating func retry(at now: Double) {
        guard let due = retryAt, now >= due else { return }
        patience = min(Self.longestPatience, patience * 2)
        sent = acknowledged
        unanswered = 0
        retryAt = nil
    }
}
