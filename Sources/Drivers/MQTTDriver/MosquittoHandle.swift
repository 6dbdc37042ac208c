import CMosquitto
import CentreLink
import Glibc

/// One client of libmosquitto, for one connection: what it still had in its queues ends with it, so that nothing is
/// ever sent behind the back of who published it. Belongs to the network thread.
struct MosquittoHandle: ~Copyable {
    let raw: OpaquePointer

    /// Once for the process; the library is never torn down.
    private static let library: Int32 = mosquitto_lib_init()

    private init(owning raw: OpaquePointer) { self.raw = raw }

    deinit { mosquitto_destroy(raw) }

    /// - Parameters:
    ///   - context: handed to the callbacks; must outlive the handle.
    ///   - will: published by the broker when the link breaks.
    static func make(
        address: BrokerAddress, clientID: String, will: OutgoingMessage?, context: UnsafeMutableRawPointer
    ) throws(LinkProblem) -> MosquittoHandle {
        guard library == MOSQ_ERR_SUCCESS.code, let raw = mosquitto_new(clientID, true, context) else {
            throw LinkProblem("libmosquitto gives no client: \(String(cString: strerror(errno)))")
        }
        let handle = MosquittoHandle(owning: raw)
        try handle.configure()
        if let tls = address.tls { try handle.secure(tls) }
        if let will { try handle.set(will) }
        return handle
    }

    private borrowing func configure() throws(LinkProblem) {
        // Our poll, not the library's thread, moves packets; it must not write on the publisher's thread.
        mosquitto_threaded_set(raw, true)
        mosquitto_max_inflight_messages_set(raw, 64)
        try require(mosquitto_int_option(raw, MOSQ_OPT_PROTOCOL_VERSION, MQTT_PROTOCOL_V311), "protocol 3.1.1")
        try require(mosquitto_int_option(raw, MOSQ_OPT_TCP_NODELAY, 1), "TCP_NODELAY")
    }

    private borrowing func secure(_ tls: BrokerAddress.TLS) throws(LinkProblem) {
        // A key with a passphrase would make OpenSSL ask on the terminal.
        let noPassphrase: @convention(c) (UnsafeMutablePointer<CChar>?, Int32, Int32, UnsafeMutableRawPointer?) -> Int32
        noPassphrase = { _, _, _, _ in 0 }
        try require(
            mosquitto_tls_set(raw, tls.authorityFile, nil, tls.certificateFile, tls.keyFile, noPassphrase),
            "the TLS files")
        try require(mosquitto_tls_opts_set(raw, 1, "tlsv1.2", nil), "TLS 1.2 or newer")
        try require(mosquitto_tls_insecure_set(raw, false), "the check of the broker's name")
    }

    private borrowing func set(_ will: OutgoingMessage) throws(LinkProblem) {
        try require(
            mosquitto_will_set(raw, will.topic, Int32(clamping: will.payload.count), will.payload, 1, will.retained),
            "the last will on \(will.topic)")
    }

    private borrowing func require(_ result: Int32, _ what: String) throws(LinkProblem) {
        guard result == MOSQ_ERR_SUCCESS.code else {
            throw LinkProblem("libmosquitto does not take \(what): \(String(cString: mosquitto_strerror(result)))")
        }
    }
}

extension mosq_err_t {
    /// As the library's functions return it.
    var code: Int32 { Int32(rawValue) }
}
