import Hardware
import LoaModel

/// Compares what was played with what was captured, stretch by stretch. A value without card or clock; used by one
/// thread.
struct Listener: ~Copyable {
    /// What one stretch showed, and when its middle was heard.
    struct Judged {
        var stretch: HeardStretch
        var middle: MonotonicTime
        /// Mean power at the microphone, dB of full scale.
        var captured: Double
    }

    /// How much before it left the card sound is looked for: instants are some milliseconds off. Samples.
    static let slack = 400
    /// Samples of a sweep that the microphone may miss at its begin: 300 ms, in which it rises by a quarter.
    private static let mostMissed = 2_400 + Listener.slack

    private(set) var played = SoundTrack()
    private(set) var captured = SoundTrack()
    private let correlator = Correlator()
    /// The next stretch begins here in what was played.
    private var next = 0
    private var clippedSamples = 0
    private var capturedSamples = 0

    init() {}

    mutating func addPlayed(_ sound: some Collection<Float>, rate: Int, first: MonotonicTime) {
        played.add(sound, rate: rate, first: first)
    }

    /// So many of the frames played last were never heard.
    mutating func takeBackPlayed(_ frames: Int, rate: Int) {
        played.takeBack(frames, rate: rate)
    }

    mutating func addCaptured(_ sound: some Collection<Float>, rate: Int, first: MonotonicTime) {
        for sample in sound where sample.magnitude >= 0.999 { clippedSamples += 1 }
        capturedSamples += sound.count
        captured.add(sound, rate: rate, first: first)
    }

    /// Judges the next stretch; nil while it is not complete. What sounded before the microphone was open is passed over.
    mutating func judge() -> Judged? {
        while true {
            next = max(next, played.begin)
            let wanted = next..<(next + Correlator.stretch)
            guard played.holds(wanted), let leaves = played.instant(of: next),
                let first = captured.index(at: leaves).map({ $0 - Self.slack })
            else { return nil }
            let window = first..<(first + Correlator.stretch + Correlator.search)
            guard captured.begin <= window.lowerBound else {
                next += captured.begin - window.lowerBound
                continue
            }
            guard window.upperBound <= captured.end else { return nil }
            next = wanted.upperBound
            return judge(played.copy(wanted), captured.copy(window), from: leaves)
        }
    }

    private mutating func judge(_ sound: [Float], _ heard: [Float], from leaves: MonotonicTime) -> Judged {
        let match = correlator.match(played: sound.span, captured: heard.span)
        let level = Self.level(of: heard)
        let clippedPart = Double(clippedSamples) / Double(max(1, capturedSamples))
        (clippedSamples, capturedSamples) = (0, 0)
        let delay = Double((match?.lag ?? 0) - Self.slack) / Double(RateReducer.rate)
        let half = Double(Correlator.stretch) / 2 / Double(RateReducer.rate)
        return Judged(
            stretch: HeardStretch(
                match: match, played: Self.level(of: sound), captured: level, clippedPart: clippedPart, delay: delay),
            middle: leaves.advanced(bySeconds: half), captured: level)
    }

    /// What came back of a sweep that left the output between two instants; nil where not all of it was captured.
    func response(from begin: MonotonicTime, to end: MonotonicTime) -> SpeakerResponse? {
        guard let first = played.index(at: begin), let last = played.index(at: end),
            let heard = captured.index(at: begin).map({ $0 - Self.slack })
        else { return nil }
        let sweep = max(first, played.begin)..<min(last, played.end)
        let window = heard..<(heard + sweep.count + Self.slack + Correlator.search)
        // A microphone that opened a little late missed the lowest frequencies only.
        let missed = max(0, captured.begin - window.lowerBound)
        guard sweep.count > RateReducer.rate, window.count <= SpeakerMeasurement.longest, missed <= Self.mostMissed,
            captured.holds((window.lowerBound + missed)..<window.upperBound)
        else { return nil }
        let sound = captured.copy((window.lowerBound + missed)..<window.upperBound)
        return SpeakerMeasurement.response(
            played: played.copy(sweep), captured: [Float](repeating: 0, count: missed) + sound)
    }

    /// Mean power without what is constant, dB of full scale.
    static func level(of sound: [Float]) -> Double {
        let count = Double(max(1, sound.count))
        let mean = sound.reduce(0.0) { $0 + Double($1) } / count
        let power = sound.reduce(0.0) { $0 + (Double($1) - mean) * (Double($1) - mean) } / count
        return Mathematics.decibels(factor: power.squareRoot())
    }
}
