import Hardware

/// The last seconds of one sound, reduced to `RateReducer.rate`, and when each sample was heard. Bounded; used by one
/// thread.
struct SoundTrack: ~Copyable {
    /// Samples kept: 8 s, so that a sweep of 5 s and its delay fit.
    static let capacity = 65_536
    /// What comes further than this from where it was due is another stretch of sound, nanoseconds.
    private static let jump: Int64 = 50_000_000
    /// Instants are some milliseconds off one by one; each moves the line by this part.
    private static let smoothing: Int64 = 8

    private let samples: UnsafeMutableBufferPointer<Float>
    private var reducer = RateReducer(rate: RateReducer.rate)
    private var inputRate = 0
    private var reduced: [Float] = []
    /// The first sample kept and the one after the last, counted since the track was made.
    private(set) var begin = 0
    private(set) var end = 0
    /// Of the next sample that comes.
    private var due: MonotonicTime?

    init() {
        samples = .allocate(capacity: Self.capacity)
        samples.initialize(repeating: 0)
    }

    deinit {
        samples.deallocate()
    }

    /// Adds sound of one channel.
    /// - Parameter first: when its first sample was heard. A gap before it begins the track anew.
    mutating func add(_ sound: some Collection<Float>, rate: Int, first: MonotonicTime) {
        var start = first
        if let due, rate == inputRate, abs(first.since(due)) < Self.jump {
            start = due.advanced(byNanoseconds: first.since(due) / Self.smoothing)
        } else {
            begin = end
            reducer = RateReducer(rate: rate)
            inputRate = rate
        }
        let length = Double(sound.count) * 1e9 / Double(max(1, rate))
        due = start.advanced(byNanoseconds: Int64(length))
        reduced.removeAll(keepingCapacity: true)
        reducer.reduce(sound, into: &reduced)
        for sample in reduced {
            samples[end % Self.capacity] = sample
            end += 1
        }
        begin = max(begin, end - Self.capacity)
    }

    /// Forgets the last frames of what was added.
    mutating func takeBack(_ frames: Int, rate: Int) {
        let seconds = Double(frames) / Double(max(1, rate))
        end = max(begin, end - Int((seconds * Double(RateReducer.rate)).rounded()))
        due = due?.advanced(bySeconds: -seconds)
    }

    /// When a sample was heard; nil before there was any.
    func instant(of index: Int) -> MonotonicTime? {
        guard let due else { return nil }
        let behind = Double(end - index) / Double(RateReducer.rate) - reducer.lead / Double(max(1, inputRate))
        return due.advanced(bySeconds: -behind)
    }

    /// The sample heard at an instant, kept or not.
    func index(at instant: MonotonicTime) -> Int? {
        guard let last = self.instant(of: end) else { return nil }
        let seconds = Double(instant.since(last)) / 1e9
        guard seconds.magnitude < 1e6 else { return nil }
        return end + Int((seconds * Double(RateReducer.rate)).rounded())
    }

    func holds(_ range: Range<Int>) -> Bool { range.lowerBound >= begin && range.upperBound <= end }

    /// A copy of samples that it holds.
    func copy(_ range: Range<Int>) -> [Float] {
        precondition(holds(range), "samples \(range) of \(begin)..<\(end)")
        return range.map { samples[$0 % Self.capacity] }
    }
}
