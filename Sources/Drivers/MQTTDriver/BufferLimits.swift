/// What may wait for a slow consumer.
public struct BufferLimits: Hashable, Sendable {
    public var messages: Int
    /// Of topics and payloads together. A single message larger than this still passes when nothing else waits.
    public var bytes: Int
    /// A payload longer than this is delivered cut to one byte more, so that it is refused by its length.
    public var payloadBytes: Int

    /// What a device needs: a province's retained schedules at once, and one order of 10 MB that is refused by name.
    public static let device = BufferLimits(messages: 4_096, bytes: 16 << 20, payloadBytes: 16 << 20)
    /// What a centre needs: the reports of 10,000 devices that come back together.
    public static let centre = BufferLimits(messages: 100_000, bytes: 128 << 20, payloadBytes: 16 << 20)

    public init(messages: Int, bytes: Int, payloadBytes: Int) {
        self.messages = max(1, messages)
        self.bytes = max(1, bytes)
        self.payloadBytes = max(1, payloadBytes)
    }
}
