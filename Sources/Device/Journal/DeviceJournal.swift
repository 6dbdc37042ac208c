public import CentreLink
public import LoaModel
public import Trust

/// What must survive a power cut at any instant. When a function returns, what it was given is on the disk.
///
/// Implementations run on a thread of their own; none of these calls blocks the caller's thread. A disk that fails
/// (full, read-only) makes them throw `JournalError`; the caller goes on from memory and raises a fault.
public protocol DeviceJournal: Sendable {
    /// Everything that a starting device needs. Called once, first.
    func load() async throws(JournalError) -> JournalContents

    /// Keeps an accepted order as the last of its stream, with the answer as a report, in one transaction.
    /// A schedule order replaces the stored one of its stream; alert and cancel orders leave only their number.
    func accept(_ order: StoredOrder, answer: DraftReport) async throws(JournalError)

    /// Appends reports to the outbox in one transaction, numbering each within its lane.
    func append(_ reports: [DraftReport]) async throws(JournalError)

    /// Keeps how a broadcast stands (replacing what was kept of it) and appends the report of it, in one transaction.
    func record(_ asRun: AsRun, report: DraftReport) async throws(JournalError)

    /// Reports of the lane with a number above `number`, in rising order, at most `limit`, as they go on the wire.
    func pending(_ lane: Report.Lane, above number: Int64, limit: Int) async throws(JournalError) -> [StoredReport]

    /// Removes what the centre has stored. An acknowledgement of another epoch changes nothing.
    func acknowledge(_ acknowledgement: Acknowledgement) async throws(JournalError)

    func outboxFigures() async throws(JournalError) -> OutboxFigures

    /// Raises the time before which it cannot be; never lowers it.
    func noteTime(_ lowerBound: Timestamp) async throws(JournalError)

    /// The media index: what lies in the media folder, complete and verified.
    func media() async throws(JournalError) -> [StoredMedia]
    func keepMedia(_ media: StoredMedia) async throws(JournalError)
    func forgetMedia(_ hash: MediaHash) async throws(JournalError)

    /// Writes what is left and closes. Nothing may be called after it.
    func close() async
}

public struct JournalContents: Sendable {
    /// Names this journal; new when it had to be begun anew.
    public var epoch: String
    /// The last accepted order of each stream; schedules with their text.
    public var orders: [StoredOrder]
    /// Broadcasts that were running when the device stopped.
    public var unfinished: [AsRun]
    /// Broadcasts of the last two days that have ended: they are not played again.
    public var finished: [BroadcastID]
    public var lowerBound: Timestamp
    /// Set when a corrupt journal was put aside: where it lies now, and what was wrong.
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

/// An accepted order as it was received.
public struct StoredOrder: Hashable, Sendable {
    public var stream: OrderStream
    public var type: OrderType
    public var sequence: Int64
    /// SHA-256 of `compact`.
    public var hash: String
    public var compact: [UInt8]
    public var received: Timestamp

    public init(
        stream: OrderStream, type: OrderType, sequence: Int64, hash: String, compact: [UInt8], received: Timestamp
    ) {
        self.stream = stream
        self.type = type
        self.sequence = sequence
        self.hash = hash
        self.compact = compact
        self.received = received
    }
}

/// A report that the journal has yet to number.
public struct DraftReport: Hashable, Sendable {
    public var at: Timestamp
    public var clockSynchronised: Bool
    public var uptimeMilliseconds: Int64
    public var body: Report.Body

    public init(at: Timestamp, clockSynchronised: Bool, uptimeMilliseconds: Int64, body: Report.Body) {
        self.at = at
        self.clockSynchronised = clockSynchronised
        self.uptimeMilliseconds = uptimeMilliseconds
        self.body = body
    }
}

/// A numbered report, ready for the wire.
public struct StoredReport: Hashable, Sendable {
    public var number: Int64
    /// The JSON of a `Report`.
    public var payload: [UInt8]

    public init(number: Int64, payload: [UInt8]) {
        self.number = number
        self.payload = payload
    }
}

public struct OutboxFigures: Hashable, Sendable {
    public var depth: Int
    /// When the oldest waiting report was made.
    public var oldest: Timestamp?

    public init(depth: Int, oldest: Timestamp?) {
        self.depth = depth
        self.oldest = oldest
    }
}

public struct StoredMedia: Hashable, Sendable {
    public var hash: MediaHash
    public var bytes: Int
    public var lastNeeded: Timestamp

    public init(hash: MediaHash, bytes: Int, lastNeeded: Timestamp) {
        self.hash = hash
        self.bytes = bytes
        self.lastNeeded = lastNeeded
    }
}

/// Why the journal could not keep something; the `FaultCode` that the device raises for it.
public struct JournalError: Error, Hashable, Sendable, CustomStringConvertible {
    public var fault: FaultCode
    public var detail: String

    public init(_ fault: FaultCode, _ detail: String) {
        self.fault = fault
        self.detail = detail
    }

    public var description: String { "\(fault.rawValue): \(detail)" }
}
