import LoaModel

/// The part of a timetable that is near now, worked out once for some days and moved on with time.
struct PlanWindow {
    private(set) var timetable: Timetable
    private var from = Timestamp.epoch
    private var until = Timestamp.epoch
    private var broadcasts: [PlannedBroadcast] = []
    /// How often the timetable was worked out: the costly step, some a month.
    private(set) var expansions = 0

    init(_ timetable: Timetable) { self.timetable = timetable }

    /// Every broadcast planned after `first` and not after `last`, in order.
    mutating func broadcasts(after first: Timestamp, through last: Timestamp) -> ArraySlice<PlannedBroadcast> {
        guard first < last else { return [] }
        cover(first, last)
        let start = index { $0.planned > first }
        return broadcasts[start...].prefix { $0.planned <= last }
    }

    /// The next planned start after `first`, looking 24 hours ahead.
    mutating func next(after first: Timestamp) -> Timestamp? {
        let last = first.adding(seconds: 86_400)
        cover(first, last)
        let start = index { $0.planned > first }
        return start < broadcasts.count && broadcasts[start].planned <= last ? broadcasts[start].planned : nil
    }

    private mutating func cover(_ first: Timestamp, _ last: Timestamp) {
        guard first < from || last.adding(nanoseconds: 1) > until else { return }
        // A large timetable is worked out for fewer days, to keep little in memory.
        let days: Double = timetable.count > 200 ? 2 : 16
        from = first
        until = max(last, first.adding(seconds: days * 86_400)).adding(nanoseconds: 1)
        broadcasts = timetable.broadcasts(from: from, until: until)
        expansions += 1
    }

    /// The first index for which `isBeyond` holds; all after it do too.
    private func index(_ isBeyond: (PlannedBroadcast) -> Bool) -> Int {
        var (low, high) = (0, broadcasts.count)
        while low < high {
            let middle = (low + high) / 2
            if isBeyond(broadcasts[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
