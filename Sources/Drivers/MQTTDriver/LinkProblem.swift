import CMosquitto
import CentreLink
import Glibc

/// Why the link is down, as a sentence with what to check.
struct LinkProblem: Error, Hashable, Sendable {
    var sentence: String

    init(_ sentence: String) { self.sentence = sentence }

    /// - Parameters:
    ///   - code: what a function of the library returned.
    ///   - number: errno right after it.
    ///   - complaint: the last error line that the library or OpenSSL logged.
    init(code: Int32, number: Int32, complaint: String?, address: BrokerAddress) {
        let broker = "\(address.host):\(address.port)"
        switch mosq_err_t(rawValue: .init(code)) {
        case MOSQ_ERR_EAI, MOSQ_ERR_LOOKUP:
            sentence = "the broker's name '\(address.host)' cannot be resolved; check it, and the network's DNS"
        case MOSQ_ERR_ERRNO:
            let reason = String(cString: strerror(number))
            sentence = "no connection to the broker at \(broker) (\(reason)); check address, port and network"
        case MOSQ_ERR_TLS, MOSQ_ERR_TLS_HANDSHAKE:
            let reason = complaint.map { " (\($0))" } ?? ""
            let file = address.tls?.authorityFile ?? "none"
            sentence =
                "TLS with the broker at \(broker) failed\(reason); check that \(file) signed the broker's certificate, "
                + "that the certificate names \(address.host), that ours fits its key, and the clock"
        case MOSQ_ERR_KEEPALIVE:
            sentence = "the broker at \(broker) no longer answers; check the network"
        case MOSQ_ERR_CONN_LOST, MOSQ_ERR_NO_CONN:
            let hint =
                address.tls == nil
                ? "is it running, and does it know this client?"
                : "is it running, and does it accept our certificate and this client's name?"
            sentence = "the broker at \(broker) closed the connection; \(hint)"
        default:
            let reason = String(cString: mosquitto_strerror(code))
            sentence = "the link to the broker at \(broker) broke: \(reason)"
        }
    }

    /// A file of the TLS set-up that cannot be read; nil when all can.
    static func unreadableFile(of tls: BrokerAddress.TLS) -> LinkProblem? {
        let files = [
            ("certificate authority", tls.authorityFile), ("certificate", tls.certificateFile),
            ("private key", tls.keyFile),
        ]
        for (role, path) in files {
            let descriptor = open(path, O_RDONLY | O_CLOEXEC)
            guard descriptor >= 0 else {
                let reason = String(cString: strerror(errno))
                return LinkProblem(
                    "the \(role) file '\(path)' cannot be read (\(reason)); put it there or correct its path")
            }
            close(descriptor)
        }
        return nil
    }
}
