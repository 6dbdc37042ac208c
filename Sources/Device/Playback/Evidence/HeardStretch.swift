/// What became of one stretch of sound at the microphone.
enum HeardStretch: Hashable, Sendable {
    case heard(likeness: Double, delay: Double)
    case notHeard(likeness: Double)
    /// The microphone gave as good as nothing.
    case silent
    case clipped
    /// What was played cannot be recognised by anything.
    case indistinct

    /// - Parameters:
    ///   - match: nil where too few frequencies were played.
    ///   - played, captured: mean powers, dB of full scale.
    ///   - clippedPart: of the captured samples.
    ///   - delay: of the match, seconds.
    init(match: SoundMatch?, played: Double, captured: Double, clippedPart: Double, delay: Double) {
        guard let match, played >= HearingLimits.softest else {
            self = .indistinct
            return
        }
        if match.significance >= HearingLimits.significance {
            self = .heard(likeness: max(0, min(1, match.correlation)), delay: delay)
        } else if captured < HearingLimits.deadLevel {
            self = .silent
        } else {
            self = clippedPart > HearingLimits.clipped ? .clipped : .notHeard(likeness: max(0, match.correlation))
        }
    }
}
