public import LoaModel

/// A file that must lie ready when a broadcast begins.
public struct MediaNeed: Hashable, Sendable {
    public var reference: MediaReference
    /// Its first use; an instant that has passed means at once.
    public var due: Timestamp

    public init(reference: MediaReference, due: Timestamp) {
        self.reference = reference
        self.due = due
    }
}
