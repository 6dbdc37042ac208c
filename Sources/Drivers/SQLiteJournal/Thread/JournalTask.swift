import Journal

/// Something asked of the journal's thread.
enum JournalTask: Sendable {
    case write(JournalWrite)
    /// Runs when the writes that waited with it are on the disk.
    case read(@Sendable (JournalStore) -> Void)
}
