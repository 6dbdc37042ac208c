/// What waits for the journal, in order, while a disk is slow or broken. Bounded: a 256 MB board must live.
struct DraftQueue: Sendable {
    private var waiting: [Draft] = []
    private let limit: Int
    /// How many gave way since the start.
    private(set) var givenWay = 0

    init(limit: Int = 4_096) { self.limit = limit }

    var isEmpty: Bool { waiting.isEmpty }

    /// Past the limit the oldest telemetry gives way, and where there is none, the oldest of all.
    mutating func append(_ draft: Draft) {
        if waiting.count >= limit {
            waiting.remove(at: waiting.firstIndex(where: \.mayGiveWay) ?? 0)
            givenWay += 1
        }
        waiting.append(draft)
    }

    /// Takes everything out.
    mutating func takeAll() -> [Draft] {
        defer { waiting = [] }
        return waiting
    }

    /// Puts back in front what could not be written.
    mutating func putBack(_ drafts: ArraySlice<Draft>) {
        waiting.insert(contentsOf: drafts, at: 0)
        while waiting.count > limit {
            waiting.remove(at: waiting.firstIndex(where: \.mayGiveWay) ?? 0)
            givenWay += 1
        }
    }
}
