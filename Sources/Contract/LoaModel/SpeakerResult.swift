/// What a speaker test found, by the calibration made at installation.
public struct SpeakerResult: Hashable, Sendable, Codable {
    public enum Finding: String, Sendable, CaseIterable {
        case good
        /// Nothing of the sweep was heard: amplifier, cable or horn.
        case silent
        /// All of it softer than it was at the calibration.
        case weak
        /// Some bands are missing: the driver.
        case bandMissing = "band_missing"
        /// The microphone gave nothing.
        case microphoneSilent = "microphone_silent"
        /// The sweep was heard, but there is no calibration to compare it with.
        case notCalibrated = "not_calibrated"
        /// It was too loud around the horn, or the test was cut short.
        case cannotTell = "cannot_tell"
    }

    public var finding: Finding
    /// How much louder than at the calibration, dB, the middle one of the bands; nil where that cannot be said.
    public var changeDecibels: Double?
    /// Middles of the bands that are missing, hertz.
    public var missingHertz: [Double]
    /// As measured.
    public var response: SpeakerResponse?

    public init(
        finding: Finding, changeDecibels: Double? = nil, missingHertz: [Double] = [], response: SpeakerResponse? = nil
    ) {
        self.finding = finding
        self.changeDecibels = changeDecibels
        self.missingHertz = missingHertz
        self.response = response
    }

    private enum CodingKeys: String, CodingKey {
        case finding, response
        case changeDecibels = "change_db"
        case missingHertz = "missing_hz"
    }
}

extension SpeakerResult.Finding: Codable {
    /// A newer device's word is no reason to refuse its record.
    public init(from decoder: any Decoder) throws {
        self = Self(rawValue: try decoder.singleValueContainer().decode(String.self)) ?? .cannotTell
    }
}
