/// How long and how much a transfer may take.
public struct HTTPLimits: Hashable, Sendable {
    /// Until the connection with its TLS stands, seconds.
    public var connectSeconds: Int
    /// A transfer slower than `minimumBytesPerSecond` for so long is given up, seconds.
    public var stallSeconds: Int
    public var minimumBytesPerSecond: Int
    /// The longest body that is taken: of an answer in memory, or of a file.
    public var bodyBytes: Int
    /// Redirects that are followed, of GET and HEAD only; never from https to http.
    public var redirects: Int

    public init(
        connectSeconds: Int = 15, stallSeconds: Int = 30, minimumBytesPerSecond: Int = 1, bodyBytes: Int = 16 << 20,
        redirects: Int = 5
    ) {
        self.connectSeconds = max(1, connectSeconds)
        self.stallSeconds = max(1, stallSeconds)
        self.minimumBytesPerSecond = max(1, minimumBytesPerSecond)
        self.bodyBytes = max(0, bodyBytes)
        self.redirects = max(0, redirects)
    }
}
