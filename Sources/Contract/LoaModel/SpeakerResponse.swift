/// How loud a sweep that was played came back to the microphone, band by band: what a speaker test measures, and what a
/// calibration remembers.
public struct SpeakerResponse: Hashable, Sendable, Codable {
    /// A half octave.
    public struct Band: Hashable, Sendable, Codable {
        /// Its middle.
        public var hertz: Double
        /// What was captured against what was played, dB.
        public var gainDecibels: Double
        /// How far that stands above the noise, dB: below `SpeakerResponse.leastClearance` it is the noise.
        public var clearanceDecibels: Double

        public init(hertz: Double, gainDecibels: Double, clearanceDecibels: Double) {
            self.hertz = hertz
            self.gainDecibels = gainDecibels
            self.clearanceDecibels = clearanceDecibels
        }

        public var isHeard: Bool { clearanceDecibels >= SpeakerResponse.leastClearance }

        private enum CodingKeys: String, CodingKey {
            case hertz = "hz"
            case gainDecibels = "gain_db"
            case clearanceDecibels = "clearance_db"
        }
    }

    public static let leastClearance = 6.0

    public var bands: [Band]

    public init(bands: [Band]) { self.bands = bands }
}
