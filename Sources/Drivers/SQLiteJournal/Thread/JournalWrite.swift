import Journal

/// Something that changes the journal.
struct JournalWrite: Sendable {
    /// Runs inside a transaction. It may run twice, the first time undone.
    var body: @Sendable (JournalStore) throws(JournalError) -> Void
    /// Told once: when it is on the disk, or why it is not.
    var done: @Sendable (Result<Void, JournalError>) -> Void
}
