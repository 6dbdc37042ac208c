/// The message link to the broker, MQTT 3.1.1 in its words: QoS 1, retained messages, a last will.
///
/// The transport reconnects for ever by itself with back-off and never ends the process. Nothing of value leans on its
/// queues: what must arrive is acknowledged end to end (`Acknowledgement`).
public protocol MessageTransport: Sendable {
    /// Connects in the background and yields what happens until the consuming task is cancelled, then disconnects in
    /// good order. Called once. Subscriptions are made again on each connect. When the consumer is slow, messages
    /// wait in a bounded buffer; past it they are dropped and counted in `.dropped`.
    /// - Parameters:
    ///   - subscriptions: topic filters, all at QoS 1.
    ///   - will: published retained by the broker when the link breaks.
    func open(subscriptions: [String], will: OutgoingMessage?) -> AsyncStream<TransportEvent>

    /// Hands a message to a connected link; does not wait for the broker. Any thread, does not block.
    /// - Throws: `notConnected`, with nothing queued, so that sending again doubles nothing.
    func publish(_ message: OutgoingMessage) throws(TransportError)

    /// Waits until the link has ended in good order after the consuming task was cancelled: about a second at most.
    /// Called before the process ends, or its last messages stay unsent and the broker publishes the will. Returns at
    /// once where `open` was never called.
    func closed() async
}

extension MessageTransport {
    /// For transports that end at once.
    public func closed() async {}
}

public struct OutgoingMessage: Hashable, Sendable {
    public var topic: String
    public var payload: [UInt8]
    public var retained: Bool

    public init(topic: String, payload: [UInt8], retained: Bool = false) {
        self.topic = topic
        self.payload = payload
        self.retained = retained
    }
}

public enum TransportEvent: Hashable, Sendable {
    /// Connected, and the subscriptions are asked for.
    case connected
    /// The link broke or could not be made; it is tried again. The sentence says why and what to check.
    case disconnected(reason: String)
    case message(topic: String, payload: [UInt8], retained: Bool)
    /// This many messages were thrown away because the consumer was slow.
    case dropped(Int)
}

public enum TransportError: Error, Hashable, Sendable, CustomStringConvertible {
    case notConnected
    case refused(String)

    public var description: String {
        switch self {
        case .notConnected: "the broker is not connected; it is tried again by itself"
        case .refused(let reason): "the MQTT library refused the message: \(reason)"
        }
    }
}
