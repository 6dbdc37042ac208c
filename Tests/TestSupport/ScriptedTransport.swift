public import CentreLink
import Synchronization

/// A link whose broker is the test: it says what arrives and sees what was published.
public final class ScriptedTransport: MessageTransport {
    private struct State {
        var published: [OutgoingMessage] = []
        var isConnected = false
        var events: AsyncStream<TransportEvent>.Continuation?
    }

    private let state = Mutex(State())
    /// Told of each message that was published while connected, in order.
    public let sent: AsyncStream<OutgoingMessage>
    private let sending: AsyncStream<OutgoingMessage>.Continuation
    /// Yields once somebody listens: what is delivered before that is lost, as with a broker.
    public let opened: AsyncStream<Void>
    private let opening: AsyncStream<Void>.Continuation

    public init() {
        (sent, sending) = AsyncStream.makeStream(of: OutgoingMessage.self)
        (opened, opening) = AsyncStream.makeStream(of: Void.self)
    }

    public func open(subscriptions: [String], will: OutgoingMessage?) -> AsyncStream<TransportEvent> {
        let (stream, events) = AsyncStream.makeStream(of: TransportEvent.self)
        state.withLock { $0.events = events }
        opening.yield()
        return stream
    }

    public func publish(_ message: OutgoingMessage) throws(TransportError) {
        let isConnected = state.withLock { state in
            if state.isConnected { state.published.append(message) }
            return state.isConnected
        }
        guard isConnected else { throw .notConnected }
        sending.yield(message)
    }

    public var published: [OutgoingMessage] { state.withLock { $0.published } }

    public func connect() {
        let events = state.withLock { state in
            state.isConnected = true
            return state.events
        }
        events?.yield(.connected)
    }

    public func disconnect(_ reason: String = "the test broke the link") {
        let events = state.withLock { state in
            state.isConnected = false
            return state.events
        }
        events?.yield(.disconnected(reason: reason))
    }

    public func deliver(_ payload: [UInt8], to topic: String, retained: Bool = false) {
        state.withLock { $0.events }?.yield(.message(topic: topic, payload: payload, retained: retained))
    }
}
