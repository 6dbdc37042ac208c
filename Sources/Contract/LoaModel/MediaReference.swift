/// A media file that a bulletin needs: fetched by its hash, refused when its bytes differ.
public struct MediaReference: Hashable, Sendable {
    public var sha256: MediaHash
    /// Size of the file, 1...`maximumBytes`.
    public var bytes: Int
    /// Where else than at the centre it can be had; the hash decides whether it is the right file.
    public var url: String?
    /// Integrated loudness in LUFS (ITU-R BS.1770-4), measured before the order was signed; nil where nobody did.
    public var loudness: Double?
    /// The highest true peak in dBTP; nil where nobody measured it.
    public var truePeak: Double?

    /// 512 MiB: a day of speech at 48 kbit/s.
    public static let maximumBytes = 512 << 20
    /// What a measure may say, in LUFS and dBTP.
    public static let levels = -144.0...40

    public init(
        sha256: MediaHash, bytes: Int, url: String? = nil, loudness: Double? = nil, truePeak: Double? = nil
    ) {
        self.sha256 = sha256
        self.bytes = bytes
        self.url = url
        self.loudness = loudness
        self.truePeak = truePeak
    }

    func check() throws(ModelError) {
        guard (1...Self.maximumBytes).contains(bytes) else {
            throw ModelError(path: "bytes", "is \(bytes); allowed are 1 to \(Self.maximumBytes)")
        }
        if let url, !(url.hasPrefix("http://") || url.hasPrefix("https://")) || url.utf8.count > 2_048 {
            throw ModelError(path: "url", "must be an http or https address of at most 2048 characters")
        }
        for (key, level) in [("loudness_lufs", loudness), ("true_peak_dbtp", truePeak)] {
            guard level.map(Self.levels.contains) ?? true else {
                throw ModelError(path: key, "is \(level ?? 0); allowed are -144 to 40, or nothing")
            }
        }
    }
}

extension MediaReference: Codable {
    private enum CodingKeys: String, CodingKey {
        case sha256, bytes, url
        case loudness = "loudness_lufs"
        case truePeak = "true_peak_dbtp"
    }
}
