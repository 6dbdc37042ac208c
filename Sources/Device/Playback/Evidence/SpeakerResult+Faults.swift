public import LoaModel

extension SpeakerResult {
    /// What a test's result says about the faults of speaker and microphone. Pure.
    public var changes: [HornWatch.Change] {
        let raised: (code: FaultCode, detail: String)? =
            switch finding {
            case .silent: (.speakerNotHeard, "nothing of the speaker test's sweep came back to the microphone")
            case .weak:
                (.speakerWeak, "the speaker test came back \(Self.decibels(changeDecibels)) dB against the calibration")
            case .bandMissing:
                (
                    .speakerBandMissing,
                    "missing in the speaker test: about \(missingHertz.map { "\(Int($0))" }.joined(separator: ", ")) Hz"
                )
            case .microphoneSilent: (.microphoneSilent, "the microphone gave silence through a speaker test")
            case .good, .notCalibrated, .cannotTell: nil
            }
        if finding == .cannotTell { return [] }
        // A dead microphone says nothing of the speaker.
        let judged: [FaultCode] =
            finding == .microphoneSilent
            ? [.microphoneSilent] : [.speakerNotHeard, .speakerWeak, .speakerBandMissing, .microphoneSilent]
        return judged.filter { $0 != raised?.code }.map(HornWatch.Change.clear)
            + (raised.map { [.raise($0.code, detail: $0.detail)] } ?? [])
    }

    private static func decibels(_ change: Double?) -> String { change.map { "\(Int($0.rounded()))" } ?? "?" }
}
