import CMosquitto
import CentreLink
import Glibc
import Synchronization

/// What publishers and the network thread share: the client of a standing connection, and what is not yet confirmed.
final class SharedLink: Sendable {
    /// The library's own locks make its functions callable from any thread; `state` guards that the client lives.
    private struct Client: @unchecked Sendable {
        let raw: OpaquePointer
    }

    private struct State {
        var client: Client?
        var wake: WakeBell?
        var isStopping = false
        var unconfirmed = 0
    }

    private let state = Mutex(State())

    /// Messages that wait for the broker's word; past it publishing is refused rather than memory filled.
    static let maximumUnconfirmed = 50_000

    func set(_ wake: WakeBell) { state.withLock { $0.wake = wake } }

    /// Opens the door for publishers. Network thread.
    func connected(_ raw: OpaquePointer) {
        let client = Client(raw: raw)
        state.withLock { state in
            state.client = client
            state.unconfirmed = 0
        }
    }

    /// Shuts the door; when it returns no publisher holds the client any more. Network thread.
    func disconnected() { state.withLock { $0.client = nil } }

    /// The broker has confirmed one message. Network thread.
    func confirmed() { state.withLock { $0.unconfirmed = max(0, $0.unconfirmed - 1) } }

    var unconfirmed: Int { state.withLock { $0.unconfirmed } }
    var isStopping: Bool { state.withLock { $0.isStopping } }

    /// - Returns: whether a connection stands, so that the network thread ends it.
    func stop() -> Bool {
        let (wake, isConnected) = state.withLock { state in
            state.isStopping = true
            return (state.wake, state.client != nil)
        }
        wake?.ring()
        return isConnected
    }

    /// Any thread; does not block: the library only queues here, the network thread sends.
    func publish(_ message: OutgoingMessage) throws(TransportError) {
        // C would read the topic up to there, and publish to another one.
        guard !message.topic.utf8.contains(0) else { throw .refused("the topic holds a zero byte") }
        let (result, wake) = state.withLock { state -> (Int32, WakeBell?) in
            guard let client = state.client else { return (MOSQ_ERR_NO_CONN.code, nil) }
            guard state.unconfirmed < Self.maximumUnconfirmed else { return (MOSQ_ERR_NOMEM.code, nil) }
            let result = mosquitto_publish(
                client.raw, nil, message.topic, Int32(clamping: message.payload.count), message.payload, 1,
                message.retained)
            if result == MOSQ_ERR_SUCCESS.code { state.unconfirmed += 1 }
            return (result, state.wake)
        }
        wake?.ring()
        switch result {
        case MOSQ_ERR_SUCCESS.code: return
        case MOSQ_ERR_NO_CONN.code, MOSQ_ERR_CONN_LOST.code: throw .notConnected
        case MOSQ_ERR_NOMEM.code:
            throw .refused("too much waits for the broker's confirmation (\(Self.maximumUnconfirmed) messages)")
        default: throw .refused(String(cString: mosquitto_strerror(result)))
        }
    }
}
