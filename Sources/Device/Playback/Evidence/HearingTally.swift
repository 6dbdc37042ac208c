import LoaModel

/// The stretches of one item, summed up.
struct HearingTally: Sendable {
    private var heard = 0
    private var notHeard = 0
    private var silent = 0
    private var clipped = 0
    private var indistinct = 0
    private var likeness = 0.0
    private var delay = 0.0
    /// Sum of the powers at the microphone, of all stretches.
    private var power = 0.0

    /// - Parameter captured: mean power at the microphone, dB of full scale.
    mutating func add(_ stretch: HeardStretch, captured: Double) {
        power += Mathematics.factor(decibels: 2 * captured)
        switch stretch {
        case .heard(let likeness, let delay):
            heard += 1
            self.likeness += likeness
            self.delay += delay
        case .notHeard(let likeness):
            notHeard += 1
            self.likeness += likeness
        case .silent: silent += 1
        case .clipped: clipped += 1
        case .indistinct: indistinct += 1
        }
    }

    var hearing: Hearing {
        let judged = heard + notHeard
        let all = judged + silent + clipped + indistinct
        guard all > 0 else { return Hearing(verdict: .cannotTell, reason: .noMicrophone) }
        let (verdict, reason) = verdict(judged: judged)
        let level = Mathematics.decibels(factor: (power / Double(all)).squareRoot())
        return Hearing(
            verdict: verdict, reason: reason, score: judged > 0 ? likeness / Double(judged) : 0, stretches: judged,
            stretchesHeard: heard, delayMilliseconds: heard > 0 ? delay / Double(heard) * 1_000 : nil,
            capturedDecibels: level.isFinite ? level : nil)
    }

    private func verdict(judged: Int) -> (Hearing.Verdict, Hearing.Reason?) {
        // A microphone that died halfway has told nothing of what came after.
        if heard > 0 {
            let isMost = Double(heard) >= HearingLimits.heardPart * Double(judged + silent + clipped)
            return isMost ? (.heard, nil) : (.cannotTell, .mixed)
        }
        if silent > notHeard { return (.cannotTell, .microphoneSilent) }
        if clipped > notHeard { return (.cannotTell, .clipped) }
        return judged >= HearingLimits.stretches ? (.notHeard, nil) : (.cannotTell, .indistinct)
    }
}
