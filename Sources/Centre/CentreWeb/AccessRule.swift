import HTTPTypes

/// Who may call what (docs/api.md, Token): decides from the request's headers alone.
struct AccessRule: Sendable {
    enum Need: Hashable, Sendable {
        /// Anybody who can reach the centre.
        case nothing
        case reading
        case changing
    }

    /// nil: the centre listens on a loopback address, reading is open, and nothing can be changed.
    let token: AccessToken?

    /// - Parameters:
    ///   - authorization: the header of this name.
    ///   - host: the authority that the request names.
    func check(_ need: Need, authorization: String?, host: String?) throws(APIError) {
        guard let token else { return try checkWithoutToken(need, host: host) }
        guard need != .nothing else { return }
        guard let authorization else {
            throw APIError(
                .unauthorized, "token_required", "This call needs a token.",
                remedy: "Send 'Authorization: Bearer <token>' with the text of the centre's token file."
            ).with("WWW-Authenticate", "Bearer")
        }
        let parts = authorization.split(separator: " ", maxSplits: 1)
        guard parts.count == 2, parts[0].lowercased() == "bearer", token.matches(parts[1]) else {
            throw APIError(
                .unauthorized, "token_wrong", "The token is not the one of this centre.",
                remedy: "Take the text of the file that the centre was started with (--token-file)."
            ).with("WWW-Authenticate", "Bearer error=\"invalid_token\"")
        }
    }

    /// A web page elsewhere can make a browser on this machine call us under a name of its own; it cannot forge `Host`.
    private func checkWithoutToken(_ need: Need, host: String?) throws(APIError) {
        guard let host, ListenAddress.isLoopback(ListenAddress.host(ofHeader: host)) else {
            throw APIError(
                .misdirectedRequest, "wrong_host", "Without a token the centre answers to loopback names alone.",
                remedy: "Call it as 127.0.0.1 or localhost, or start it with --token-file.")
        }
        guard need != .changing else {
            throw APIError(
                .forbidden, "no_token_file", "This centre takes no changing calls: it was started without a token.",
                remedy: "Write a token (head -c 32 /dev/urandom | base64) to a file and start with --token-file FILE.")
        }
    }
}
