import CCurl

extension HTTPError {
    /// - Parameters:
    ///   - code: what libcurl returned.
    ///   - detail: the sentence that libcurl wrote for it, if any.
    init(_ code: CURLcode, detail: String, url: String, limits: HTTPLimits, authorityFile: String?) {
        let place = "'\(url.prefix(200))'"
        let reason = detail.isEmpty ? String(cString: curl_easy_strerror(code)) : detail
        switch code {
        case CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_RESOLVE_PROXY:
            self.init(.unreachable, "\(place): \(reason); check the name and the network's DNS")
        case CURLE_COULDNT_CONNECT:
            self.init(.unreachable, "\(place): \(reason); check that the server runs and the network reaches it")
        case CURLE_OPERATION_TIMEDOUT:
            self.init(
                .stalled,
                "\(place) gave nothing for too long (\(reason)); limits are \(limits.connectSeconds) s to connect and "
                    + "\(limits.stallSeconds) s below \(limits.minimumBytesPerSecond) bytes/s; check server and network"
            )
        case CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CONNECT_ERROR, CURLE_SSL_CERTPROBLEM, CURLE_SSL_ISSUER_ERROR,
            CURLE_SSL_CACERT_BADFILE, CURLE_SSL_CIPHER, CURLE_SSL_INVALIDCERTSTATUS:
            let trusted = authorityFile ?? "the system's certificate authorities"
            self.init(
                .tls, "\(place): \(reason); check that \(trusted) signed the server's certificate, and the clock")
        case CURLE_PARTIAL_FILE, CURLE_RECV_ERROR, CURLE_SEND_ERROR, CURLE_GOT_NOTHING, CURLE_HTTP2, CURLE_AGAIN:
            self.init(.interrupted, "\(place): the connection broke (\(reason)); try again")
        case CURLE_URL_MALFORMAT:
            self.init(.invalidRequest, "\(place) is no http or https address (\(reason)); correct it")
        case CURLE_OUT_OF_MEMORY, CURLE_FAILED_INIT:
            self.init(.resources, "no transfer of \(place) could be begun (\(reason)); free memory")
        default:
            self.init(.nonsense, "\(place): \(reason); check that it is the right server")
        }
    }
}
