/// A text made sound: its file, and how loud that is.
public struct SpokenText: Hashable, Sendable {
    /// Of a WAV file.
    public var path: String
    /// Integrated loudness in LUFS (ITU-R BS.1770-4); nil for silence, and for less than 0.4 s of sound.
    public var loudness: Double?
    /// The highest true peak in dBTP; nil for silence.
    public var truePeak: Double?

    public init(path: String, loudness: Double? = nil, truePeak: Double? = nil) {
        self.path = path
        self.loudness = loudness
        self.truePeak = truePeak
    }
}
