/// Whether a broadcast was heard by the microphone near the horn: what was captured against what was played.
public struct Hearing: Hashable, Sendable, Codable {
    public enum Verdict: String, Sendable, CaseIterable {
        /// Most of it was found in what the microphone gave.
        case heard
        /// The microphone gave sound, and none of it was what was played.
        case notHeard = "not_heard"
        /// Neither can be said; `reason` says why.
        case cannotTell = "cannot_tell"
    }

    /// Why nothing can be said.
    public enum Reason: String, Sendable, CaseIterable {
        /// The microphone could not be opened, or not for long enough.
        case noMicrophone = "no_microphone"
        /// It gave silence, as a dead or unplugged one does.
        case microphoneSilent = "microphone_silent"
        /// What it gave was clipped.
        case clipped
        /// What was played was too short, too soft or of too few frequencies to be recognised.
        case indistinct
        /// Some of it was heard, most of it not.
        case mixed
        /// What a newer device says.
        case unknown
    }

    public var verdict: Verdict
    public var reason: Reason?
    /// 0 to 1: the mean likeness of what was captured to what was played, over the stretches that could be judged.
    public var score: Double
    /// Stretches of about two seconds that could be judged, and of these how many were heard.
    public var stretches: Int
    public var stretchesHeard: Int
    /// From leaving the card to being at the microphone, as far as the cards' own delays are known.
    public var delayMilliseconds: Double?
    /// Mean power at the microphone, dB below full scale; nil where it gave nothing.
    public var capturedDecibels: Double?

    public init(
        verdict: Verdict, reason: Reason? = nil, score: Double = 0, stretches: Int = 0, stretchesHeard: Int = 0,
        delayMilliseconds: Double? = nil, capturedDecibels: Double? = nil
    ) {
        self.verdict = verdict
        self.reason = reason
        self.score = score
        self.stretches = stretches
        self.stretchesHeard = stretchesHeard
        self.delayMilliseconds = delayMilliseconds
        self.capturedDecibels = capturedDecibels
    }

    private enum CodingKeys: String, CodingKey {
        case verdict, reason, score, stretches
        case stretchesHeard = "stretches_heard"
        case delayMilliseconds = "delay_ms"
        case capturedDecibels = "captured_dbfs"
    }
}

// A newer device's word is no reason to refuse its record.
extension Hearing.Verdict: Codable {
    public init(from decoder: any Decoder) throws {
        self = Self(rawValue: try decoder.singleValueContainer().decode(String.self)) ?? .cannotTell
    }
}

extension Hearing.Reason: Codable {
    public init(from decoder: any Decoder) throws {
        self = Self(rawValue: try decoder.singleValueContainer().decode(String.self)) ?? .unknown
    }
}

extension Hearing {
    /// Of two pieces of one broadcast: each weighs as much as could be judged of it.
    public func joined(with other: Hearing) -> Hearing {
        let (left, right) = (Double(stretches), Double(other.stretches))
        let best = stretchesHeard >= other.stretchesHeard ? self : other
        // Of two that were not heard, the one that could be judged says why.
        let lead = stretchesHeard + other.stretchesHeard > 0 || stretches >= other.stretches ? best : other
        return Hearing(
            verdict: lead.verdict, reason: lead.reason,
            score: left + right > 0 ? (score * left + other.score * right) / (left + right) : 0,
            stretches: stretches + other.stretches, stretchesHeard: stretchesHeard + other.stretchesHeard,
            delayMilliseconds: best.delayMilliseconds ?? delayMilliseconds ?? other.delayMilliseconds,
            capturedDecibels: lead.capturedDecibels ?? capturedDecibels ?? other.capturedDecibels)
    }
}
