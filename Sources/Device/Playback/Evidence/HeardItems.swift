import Hardware

/// The items that the ear has an eye on, and what was heard of each so far. Pure.
struct HeardItems {
    struct Item {
        var id: String
        var begin: MonotonicTime
        /// When its last frame left the output; nil while it sounds.
        var end: MonotonicTime?
        var isSweep: Bool
        var tally = HearingTally()
    }

    private var items: [Item] = []

    /// An item that goes on after a break is one item.
    mutating func begin(_ id: String, at instant: MonotonicTime, isSweep: Bool) {
        guard !items.contains(where: { $0.id == id && $0.end == nil }) else { return }
        items.append(Item(id: id, begin: instant, isSweep: isSweep))
    }

    mutating func end(_ id: String, at instant: MonotonicTime) {
        guard let index = items.firstIndex(where: { $0.id == id && $0.end == nil }) else { return }
        items[index].end = instant
    }

    /// A stretch belongs to every item that sounded in its middle.
    mutating func add(_ judged: Listener.Judged) {
        for index in items.indices where items[index].begin <= judged.middle {
            if let end = items[index].end, end < judged.middle { continue }
            items[index].tally.add(judged.stretch, captured: judged.captured)
        }
    }

    /// When the next item is over for so long that it can be told.
    var nextOver: MonotonicTime? {
        items.compactMap { $0.end?.advanced(bySeconds: EarTimes.after) }.min()
    }

    /// Takes out what is over for so long that nothing of it can still come.
    mutating func takeOver(at now: MonotonicTime) -> [Item] {
        func isOver(_ item: Item) -> Bool {
            item.end.map { now >= $0.advanced(bySeconds: EarTimes.after) } ?? false
        }
        defer { items.removeAll(where: isOver) }
        return items.filter(isOver)
    }
}
