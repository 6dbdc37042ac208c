public import CentreLink
public import LoaModel

/// What must survive a power cut at any instant. When a writing function returns, what it was given is on the disk;
/// when it throws, nothing of it is. Each is one transaction.
///
/// Implementations run on a thread of their own; none of these calls blocks the caller's thread. A disk that fails
/// (full, read-only) makes them throw `JournalError`; the caller goes on from memory, raises the error's fault and
/// calls again later: the journal recovers by itself when the disk does.
public protocol DeviceJournal: Sendable {
    /// Everything that a starting device needs. Called first, and again only if it threw.
    func load() async throws(JournalError) -> JournalContents

    /// Keeps an accepted order, text and all, in the place of the last one of its stream, and appends its answer to
    /// the outbox. The text of an alert is kept too: a device that lost its power while one sounded goes on with it.
    func accept(_ order: StoredOrder, answer: DraftReport) async throws(JournalError)

    /// Appends reports to the outbox, numbering each within its lane. Reports of one call are numbered in its order.
    ///
    /// Past the lane's limit (`OutboxLimits`) the oldest telemetry gives way: the next of them then names in `after`
    /// what the dropped ones came after. Records never give way; past their limit this throws `outboxFull`.
    func append(_ reports: [DraftReport]) async throws(JournalError)

    /// Keeps how a broadcast stands (replacing what was kept of it) and appends the report of it.
    /// - Throws: `outboxFull` as `append` does.
    func record(_ asRun: AsRun, report: DraftReport) async throws(JournalError)

    /// Reports of the lane with a number above `number`, in rising order, at most `limit`, as they go on the wire.
    func pending(_ lane: Report.Lane, above number: Int64, limit: Int) async throws(JournalError) -> [StoredReport]

    /// Removes what the centre has stored. An acknowledgement of another epoch changes nothing.
    func acknowledge(_ acknowledgement: Acknowledgement) async throws(JournalError)

    func outboxFigures() async throws(JournalError) -> OutboxFigures

    /// Raises the time before which it cannot be; never lowers it. Forgets broadcasts that ended three days before.
    func noteTime(_ lowerBound: Timestamp) async throws(JournalError)

    /// The media index: what lies in the media folder, complete and verified. In the order of the hashes.
    func media() async throws(JournalError) -> [StoredMedia]

    /// Adds a file to the index, or replaces what the index says of it.
    func keepMedia(_ media: StoredMedia) async throws(JournalError)

    func forgetMedia(_ hash: MediaHash) async throws(JournalError)

    /// Writes what is left and closes. Whatever is called after it throws.
    func close() async
}
