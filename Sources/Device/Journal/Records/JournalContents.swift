public import LoaModel

/// What a starting device finds in its journal.
public struct JournalContents: Sendable {
    /// Names this journal; new when it had to be begun anew.
    public var epoch: String
    /// The last accepted order of each stream.
    public var orders: [StoredOrder]
    /// Broadcasts that were running when the device stopped.
    public var unfinished: [AsRun]
    /// Broadcasts of the two days before `lowerBound` that have ended: they are not played again.
    public var finished: [BroadcastID]
    /// Before this it cannot be.
    public var lowerBound: Timestamp
    /// Set when a journal that could not be used was put aside: where it lies now, and what was wrong with it.
    /// Of what it held, at most the orders that were still whole are here.
    public var setAside: String?

    public init(
        epoch: String, orders: [StoredOrder], unfinished: [AsRun], finished: [BroadcastID], lowerBound: Timestamp,
        setAside: String?
    ) {
        self.epoch = epoch
        self.orders = orders
        self.unfinished = unfinished
        self.finished = finished
        self.lowerBound = lowerBound
        self.setAside = setAside
    }
}
