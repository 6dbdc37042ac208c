import Hardware

/// Where a stream comes from, and what ffmpeg is told for it.
///
/// `http` and `https` carry Icecast streams (MP3, AAC, Ogg) and HLS. `rtp` is live speech after RFC 7587: Opus to this
/// port, unicast (`rtp://0.0.0.0:5004`) or multicast (`rtp://239.1.2.3:5004`); `?pt=97` names the payload type, 96
/// if nothing, and `?from=10.0.0.5` the only sender that is listened to.
struct StreamAddress: Hashable, Sendable {
    let text: String
    private let kind: Kind

    private enum Kind: Hashable {
        case web(isSecure: Bool), speech(host: String, port: Int, payload: Int, from: String?)
    }

    /// No other protocol is ever spoken for one of these, whatever a playlist or a redirect names: no file, no pipe.
    private static let webProtocols = "http,https,tcp,tls,crypto"
    private static let speechProtocols = "pipe,rtp,udp"

    init(_ text: String) throws(DecodingFailure) {
        self.text = text
        // A word of a command line and no more: the schedule's check has been passed, but this is the last door.
        guard text.utf8.allSatisfy({ $0 > 32 && $0 < 127 }), text.utf8.count <= 2_048 else { throw Self.refusal(text) }
        if text.hasPrefix("http://") || text.hasPrefix("https://") {
            kind = .web(isSecure: text.hasPrefix("https://"))
        } else if text.hasPrefix("rtp://"), let speech = Self.speech(text.dropFirst(6)) {
            kind = speech
        } else {
            throw Self.refusal(text)
        }
    }

    static func isOne(_ locator: String) -> Bool { locator.contains("://") }

    private static func refusal(_ text: String) -> DecodingFailure {
        DecodingFailure(.unreachable, path: text, detail: "no address of a stream; allowed are http, https and rtp")
    }

    private static func speech(_ rest: Substring) -> Kind? {
        let parts = rest.split(separator: "?", maxSplits: 1)
        let place = parts.first?.split(separator: ":") ?? []
        guard place.count == 2, isIPv4(place[0]), let port = Int(place[1]), (1_024...65_535).contains(port) else {
            return nil
        }
        var (payload, from): (Int, String?) = (96, nil)
        for option in parts.count > 1 ? parts[1].split(separator: "&") : [] {
            if option.hasPrefix("pt="), let number = Int(option.dropFirst(3)), (96...127).contains(number) {
                payload = number
            } else if option.hasPrefix("from="), isIPv4(option.dropFirst(5)) {
                from = String(option.dropFirst(5))
            } else {
                return nil
            }
        }
        return .speech(host: String(place[0]), port: port, payload: payload, from: from)
    }

    private static func isIPv4(_ text: Substring) -> Bool {
        let numbers = text.split(separator: ".", omittingEmptySubsequences: false).map { Int($0) }
        return numbers.count == 4 && numbers.allSatisfy { $0 != nil && (0...255).contains($0 ?? -1) }
    }

    var isWeb: Bool {
        if case .web = kind { true } else { false }
    }

    /// What stands before `-i` and the input itself.
    var inputWords: [String] {
        switch kind {
        case .web(let isSecure):
            let proof = isSecure ? ["-tls_verify", "1", "-ca_file", "/etc/ssl/certs/ca-certificates.crt"] : []
            return ["-protocol_whitelist", Self.webProtocols, "-rw_timeout", "5000000", "-user_agent", "loa-device"]
                + proof + ["-analyzeduration", "500000", "-i", text]
        case .speech:
            return [
                "-protocol_whitelist", Self.speechProtocols, "-fflags", "nobuffer", "-analyzeduration", "0",
                "-probesize", "32", "-f", "sdp", "-i", "pipe:0",
            ]
        }
    }

    /// What comes on the child's standard input: the session (RFC 8866) of live speech.
    var session: String {
        guard case .speech(let host, let port, let payload, let from) = kind else { return "" }
        let isMulticast = host.split(separator: ".").first.flatMap { Int($0) }.map { (224...239).contains($0) } ?? false
        let filter = from.map { "a=source-filter: incl IN IP4 \(isMulticast ? host : "*") \($0)\r\n" } ?? ""
        return "v=0\r\no=- 0 0 IN IP4 127.0.0.1\r\ns=loa\r\nc=IN IP4 \(host)\(isMulticast ? "/32" : "")\r\nt=0 0\r\n"
            + "m=audio \(port) RTP/AVP \(payload)\r\na=rtpmap:\(payload) opus/48000/2\r\n" + filter
    }
}
