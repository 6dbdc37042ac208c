/// What a serial driver has counted of damage on the line: many of them mean a wrong rate or parity, or a bad cable.
public struct SerialErrorCounts: Hashable, Sendable {
    /// Bytes whose parity was wrong.
    public var parity: Int
    /// Bytes without a stop bit.
    public var framing: Int
    /// Bytes that nobody fetched in time.
    public var overruns: Int
    /// Times the line was held low.
    public var breaks: Int

    public init(parity: Int, framing: Int, overruns: Int, breaks: Int) {
        self.parity = parity
        self.framing = framing
        self.overruns = overruns
        self.breaks = breaks
    }
}
