import CMosquitto
import CentreLink

/// What the library's callbacks know of one connection. They run on the network thread, inside the library's loop
/// functions, and nowhere else.
final class Connection {
    private let subscriptions: [String]
    private let payloadLimit: Int
    private let shared: SharedLink
    private let mailbox: EventMailbox

    /// Monotonic seconds; nil until the broker said welcome.
    private(set) var welcomedAt: Double?
    /// Why the broker will not have us, or not all of our subscriptions.
    private(set) var refusal: LinkProblem?
    /// The last error line of the library or of OpenSSL.
    private(set) var complaint: String?
    private var asked: [Int32: String] = [:]

    init(subscriptions: [String], payloadLimit: Int, shared: SharedLink, mailbox: EventMailbox) {
        self.subscriptions = subscriptions
        self.payloadLimit = payloadLimit
        self.shared = shared
        self.mailbox = mailbox
    }

    /// - Parameter raw: a client made with this connection as its context.
    func listen(to raw: OpaquePointer) {
        mosquitto_connect_callback_set(raw, didConnect)
        mosquitto_subscribe_callback_set(raw, didSubscribe)
        mosquitto_publish_callback_set(raw, didPublish)
        mosquitto_message_callback_set(raw, didReceive)
        mosquitto_log_callback_set(raw, didLog)
    }

    func welcome(_ raw: OpaquePointer, code: Int32) {
        guard code == 0 else {
            let reason = String(cString: mosquitto_connack_string(code))
            refusal = LinkProblem("the broker refused this client (\(reason)) check its name and rights at the broker")
            return
        }
        for filter in subscriptions {
            var number: Int32 = 0
            let result = mosquitto_subscribe(raw, &number, filter, 1)
            guard result == MOSQ_ERR_SUCCESS.code else {
                refusal = LinkProblem(
                    "the subscription to '\(filter)' was not taken: \(String(cString: mosquitto_strerror(result)))")
                return
            }
            asked[number] = filter
        }
        welcomedAt = NetworkLoop.now
        shared.connected(raw)
        mailbox.offer(.connected)
    }

    /// A device that hears only part of its orders must not call itself connected.
    func subscribed(number: Int32, isGranted: Bool) {
        guard let filter = asked.removeValue(forKey: number), !isGranted else { return }
        refusal = LinkProblem("the broker refuses the subscription to '\(filter)'; check its access list")
    }

    func published() { shared.confirmed() }

    func received(_ message: mosquitto_message) {
        guard let topic = message.topic.flatMap({ String(validatingCString: $0) }) else { return }
        let length = max(0, min(Int(message.payloadlen), payloadLimit &+ 1))
        let payload = message.payload.map { [UInt8](UnsafeRawBufferPointer(start: $0, count: length)) } ?? []
        mailbox.offer(.message(topic: topic, payload: payload, retained: message.retain))
    }

    func logged(_ text: String) { complaint = String(text.prefix(200)) }
}

// Callbacks of the library: functions, because a closure would inherit the isolation of where it stands.

private func connection(_ context: UnsafeMutableRawPointer?) -> Connection? {
    context.map { Unmanaged<Connection>.fromOpaque($0).takeUnretainedValue() }
}

private func didConnect(_ raw: OpaquePointer?, _ context: UnsafeMutableRawPointer?, _ code: Int32) {
    if let raw { connection(context)?.welcome(raw, code: code) }
}

private func didSubscribe(
    _ raw: OpaquePointer?, _ context: UnsafeMutableRawPointer?, _ number: Int32, _ count: Int32,
    _ granted: UnsafePointer<Int32>?
) {
    connection(context)?.subscribed(number: number, isGranted: count > 0 && (granted?.pointee ?? 128) <= 2)
}

private func didPublish(_ raw: OpaquePointer?, _ context: UnsafeMutableRawPointer?, _ number: Int32) {
    connection(context)?.published()
}

private func didReceive(
    _ raw: OpaquePointer?, _ context: UnsafeMutableRawPointer?, _ message: UnsafePointer<mosquitto_message>?
) {
    if let message { connection(context)?.received(message.pointee) }
}

private func didLog(
    _ raw: OpaquePointer?, _ context: UnsafeMutableRawPointer?, _ level: Int32, _ text: UnsafePointer<CChar>?
) {
    if level == MOSQ_LOG_ERR, let text { connection(context)?.logged(String(cString: text)) }
}
