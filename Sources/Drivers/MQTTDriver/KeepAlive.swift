/// When the library must next look at its keep-alive, so that an idle link wakes for that and for nothing else. A value;
/// times are monotonic seconds.
///
/// `mosquitto_loop_misc` sends a PINGREQ once nothing was sent, or nothing received, for a whole keep-alive, and ends
/// the connection when the answer is still out a keep-alive later. It tells nobody when that will be.
struct KeepAlive: Hashable, Sendable {
    let seconds: Double
    private var sentAt: Double
    private var receivedAt: Double

    /// poll(2) counts milliseconds and may come back one too early.
    private static let grace = 0.01

    init(seconds: Int, now: Double) {
        self.seconds = Double(seconds)
        (sentAt, receivedAt) = (now, now)
    }

    mutating func sent(at now: Double) { sentAt = now }

    mutating func received(at now: Double) { receivedAt = now }

    /// How long the link may sleep. A second at least: while an answer is out, each second is often enough.
    func patience(at now: Double) -> Double { max(1, min(sentAt, receivedAt) + seconds + Self.grace - now) }
}
