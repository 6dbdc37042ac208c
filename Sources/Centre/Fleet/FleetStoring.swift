public import LoaModel

/// What the centre keeps. When `write` returns, what it was given is on the disk. No call blocks the caller's thread.
public protocol FleetStoring: Sendable {
    /// Where each lane of each device stands.
    func positions() async throws(FleetStoreError) -> [LanePosition]
    /// Keeps all of it in one transaction, or nothing.
    func write(_ changes: [FleetChange]) async throws(FleetStoreError)

    /// Forgets what is older, in a step short enough that reports need not wait for it.
    /// - Parameters:
    ///   - evidence: reports as they came.
    ///   - records: what was made of them: as-run records, answers, cleared faults, replaced orders.
    /// - Returns: whether there is more to forget.
    func forget(evidenceBefore evidence: Timestamp, recordsBefore records: Timestamp) async throws(FleetStoreError)
        -> Bool

    func devices(_ query: DeviceQuery, at now: Timestamp) async throws(FleetStoreError) -> Page<DeviceRecord>
    /// All that match, on this page or not.
    func count(_ query: DeviceQuery, at now: Timestamp) async throws(FleetStoreError) -> Int
    func devices(_ ids: Set<DeviceID>) async throws(FleetStoreError) -> [DeviceRecord]
    /// Devices by condition, and those with open faults.
    func counts(at now: Timestamp, silentAfter seconds: Int64) async throws(FleetStoreError) -> DeviceCounts
    /// Open ones first, then those cleared after `clearedAfter`, the latest first.
    func faults(of device: DeviceID, clearedAfter: Timestamp, limit: Int) async throws(FleetStoreError) -> [Fault]

    func asRuns(_ query: AsRunQuery) async throws(FleetStoreError) -> Page<AsRunRecord>
    /// Broadcasts planned in [from, until), in order of plan, counted over the devices of the area.
    func outcomes(
        from: Timestamp, until: Timestamp, area: Area?, limit: Int
    ) async throws(FleetStoreError) -> [BroadcastOutcome]
    func answers(_ query: AnswerQuery) async throws(FleetStoreError) -> Page<AnswerRecord>

    func orders(_ query: OrderQuery, at now: Timestamp) async throws(FleetStoreError) -> Page<OrderStanding>
    func order(_ hash: String) async throws(FleetStoreError) -> OrderStanding?
    /// The last order of each stream, expired ones too.
    func lastOrders() async throws(FleetStoreError) -> [OrderStanding]
}

/// The store did not answer: what it said, and what to check.
public struct FleetStoreError: Error, Hashable, Sendable, CustomStringConvertible {
    public var description: String

    public init(_ description: String) { self.description = description }

    /// `after` of a query is not one that the store gave.
    public static let badMark = FleetStoreError("after is not the 'next' of an earlier page")
}
