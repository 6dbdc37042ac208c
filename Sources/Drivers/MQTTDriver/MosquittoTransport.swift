public import CentreLink
import OwnThread
import Synchronization

/// The link to an MQTT 3.1.1 broker through libmosquitto, on a thread of its own.
///
/// Each attempt to connect begins with a fresh client, which reads the certificates anew and carries nothing over from
/// the one before. Idle, the thread wakes for the keep-alive and its answer,
/// and not else.
public final class MosquittoTransport: MessageTransport {
    private let address: BrokerAddress
    private let clientID: String
    private let keepAliveSeconds: Int
    private let limits: BufferLimits
    private let shared = SharedLink()
    private let mailbox: EventMailbox

    /// - Parameters:
    ///   - clientID: one client of this name at a time: the broker throws the older one out.
    ///   - keepAliveSeconds: 5...3600; the broker notices a broken link within one and a half of it, this end a little
    ///     after two: the library asks after one and waits one more.
    ///   - buffer: what may wait for a slow consumer.
    public init(
        address: BrokerAddress, clientID: String, keepAliveSeconds: Int, buffer: BufferLimits = .device
    ) {
        self.address = address
        self.clientID = clientID
        self.keepAliveSeconds = min(3_600, max(5, keepAliveSeconds))
        limits = buffer
        mailbox = EventMailbox(limits: buffer)
    }

    public func open(subscriptions: [String], will: OutgoingMessage?) -> AsyncStream<TransportEvent> {
        let mailbox = mailbox
        let shared = shared
        let consumer = Consumer { Self.stop(shared, mailbox) }
        mailbox.open()
        start(subscriptions: subscriptions, will: will)
        return AsyncStream {
            _ = consumer
            return await mailbox.next()
        } onCancel: {
            Self.stop(shared, mailbox)
        }
    }

    public func publish(_ message: OutgoingMessage) throws(TransportError) { try shared.publish(message) }

    public func closed() async { await mailbox.finished() }

    private func start(subscriptions: [String], will: OutgoingMessage?) {
        guard address.isPermitted else {
            mailbox.offer(
                .disconnected(
                    reason:
                        "plain TCP to \(address.host) is refused: only a broker on this machine may be used "
                        + "without TLS; name the certificate authority, certificate and key files"))
            return
        }
        guard let wake = WakeBell() else {
            mailbox.offer(.disconnected(reason: "no file descriptor is left for the link; raise the limit and restart"))
            return mailbox.finish()
        }
        shared.set(wake)
        let (address, clientID, keepAlive, limits) = (address, clientID, keepAliveSeconds, limits)
        let (shared, mailbox) = (shared, mailbox)
        do {
            try OwnThread.start("loa-link") {
                NetworkLoop(
                    address: address, clientID: clientID, keepAliveSeconds: keepAlive, subscriptions: subscriptions,
                    will: will, limits: limits, shared: shared, mailbox: mailbox, wake: wake
                ).run()
            }
        } catch {
            mailbox.offer(.disconnected(reason: "\(error)"))
            mailbox.finish()
        }
    }

    private static func stop(_ shared: SharedLink, _ mailbox: EventMailbox) {
        mailbox.close()
        // Without a connection there is nobody to say good-bye to, and the thread may be deep in a connect.
        if !shared.stop() { mailbox.finish() }
    }
}

/// Lives as long as the stream: a consumer that walks away ends the link as one that is cancelled does.
private final class Consumer: Sendable {
    private let left: @Sendable () -> Void

    init(left: @escaping @Sendable () -> Void) { self.left = left }

    deinit { left() }
}
