public import LoaModel

/// Compares what a speaker test measured with what was measured at installation, and says what to look at. Pure.
public enum SpeakerJudge {
    /// Softer by so much in all bands is weak; a band softer by so much than the others is missing. dB.
    static let weak = -10.0
    static let missing = -12.0

    /// - Parameters:
    ///   - hearing: of the sweep.
    ///   - response: nil where not all of it was captured.
    public static func judge(
        _ response: SpeakerResponse?, hearing: Hearing, calibration: SpeakerResponse?
    ) -> SpeakerResult {
        if hearing.reason == .microphoneSilent { return SpeakerResult(finding: .microphoneSilent) }
        guard let response, hearing.reason != .clipped else { return SpeakerResult(finding: .cannotTell) }
        guard let calibration else {
            let isHeard = response.bands.contains(where: \.isHeard)
            return SpeakerResult(finding: isHeard ? .notCalibrated : .silent, response: response)
        }
        let pairs = comparable(response, calibration)
        let heard = pairs.filter(\.now.isHeard)
        let expected = calibration.bands.filter(\.isHeard).count
        guard expected > 0, 2 * pairs.count >= expected else {
            return SpeakerResult(finding: .cannotTell, response: response)
        }
        // One band alone may be a bird.
        guard heard.count > 1 || heard.count == pairs.count else {
            return SpeakerResult(finding: .silent, response: response)
        }
        let changes = heard.map(\.change).sorted()
        let middle = changes[changes.count / 2]
        let gone = pairs.filter { !$0.now.isHeard || $0.change < middle + missing }.map(\.now.hertz)
        let finding: SpeakerResult.Finding = gone.isEmpty ? (middle <= weak ? .weak : .good) : .bandMissing
        return SpeakerResult(finding: finding, changeDecibels: middle, missingHertz: gone, response: response)
    }

    private struct Pair {
        var now: SpeakerResponse.Band
        var change: Double
    }

    /// The bands that the calibration heard, and that would be heard today were they as loud as then.
    private static func comparable(_ response: SpeakerResponse, _ calibration: SpeakerResponse) -> [Pair] {
        calibration.bands.filter(\.isHeard).compactMap { then in
            guard let now = response.bands.first(where: { abs($0.hertz - then.hertz) < 1 }) else { return nil }
            let noise = now.gainDecibels - now.clearanceDecibels
            let wouldBeHeard = then.gainDecibels - noise >= SpeakerResponse.leastClearance
            guard now.isHeard || wouldBeHeard else { return nil }
            return Pair(now: now, change: now.gainDecibels - then.gainDecibels)
        }
    }
}
