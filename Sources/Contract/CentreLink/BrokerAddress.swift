/// Where the broker is and with what we prove who we are.
public struct BrokerAddress: Hashable, Sendable {
    /// Files of the mutual TLS: the authority that signed the broker, our certificate and our key (PEM).
    public struct TLS: Hashable, Sendable {
        public var authorityFile: String
        public var certificateFile: String
        public var keyFile: String

        public init(authorityFile: String, certificateFile: String, keyFile: String) {
            self.authorityFile = authorityFile
            self.certificateFile = certificateFile
            self.keyFile = keyFile
        }
    }

    public var host: String
    public var port: Int
    /// nil: plain TCP, which only a loopback broker may use.
    public var tls: TLS?

    public init(host: String, port: Int, tls: TLS?) {
        self.host = host
        self.port = port
        self.tls = tls
    }

    /// Whether the address may be used as it stands: TLS, or this machine itself.
    public var isPermitted: Bool { tls != nil || ["localhost", "127.0.0.1", "::1"].contains(host) }
}
