public import LoaModel

/// How much waits for the centre, over all lanes.
public struct OutboxFigures: Hashable, Sendable {
    public var depth: Int
    /// When the oldest waiting report was made.
    public var oldest: Timestamp?

    public init(depth: Int, oldest: Timestamp?) {
        self.depth = depth
        self.oldest = oldest
    }
}
