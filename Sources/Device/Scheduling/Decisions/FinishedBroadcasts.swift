import LoaModel

/// Broadcasts that have their last record, as far back as anything could bring them up again.
struct FinishedBroadcasts: Sendable {
    private struct Entry: Sendable {
        var planned: Timestamp
        var wasMissed: Bool
    }

    private var entries: [BroadcastID: Entry] = [:]
    private var pruneAt = 512

    mutating func insert(_ id: BroadcastID, planned: Timestamp, wasMissed: Bool) {
        entries[id] = Entry(planned: planned, wasMissed: wasMissed)
    }

    /// From the journal, which keeps ids alone; the time stands behind the `@`.
    mutating func insert(_ ids: Set<BroadcastID>, now: Timestamp) {
        for id in ids {
            let time = id.text.split(separator: "@").last.flatMap { try? Timestamp(parsing: String($0)) }
            insert(id, planned: time ?? now, wasMissed: false)
        }
    }

    func contains(_ id: BroadcastID) -> Bool { entries[id] != nil }

    /// The clock was set back: what was recorded as missed in a future that was none may yet sound. What sounded,
    /// was cancelled or lost stays finished.
    mutating func forgetMissed(after now: Timestamp) {
        entries = entries.filter { !($0.value.wasMissed && $0.value.planned > now) }
    }

    mutating func prune(before instant: Timestamp) {
        guard entries.count > pruneAt else { return }
        entries = entries.filter { $0.value.planned >= instant }
        pruneAt = max(512, entries.count + entries.count / 4)
    }
}
