/// A media file that a bulletin needs: fetched by its hash, refused when its bytes differ.
public struct MediaReference: Hashable, Sendable, Codable {
    public var sha256: MediaHash
    /// Size of the file, 1...`maximumBytes`.
    public var bytes: Int
    /// Where else than at the centre it can be had; the hash decides whether it is the right file.
    public var url: String?

    /// 512 MiB: a day of speech at 48 kbit/s.
    public static let maximumBytes = 512 << 20

    public init(sha256: MediaHash, bytes: Int, url: String? = nil) {
        self.sha256 = sha256
        self.bytes = bytes
        self.url = url
    }

    func check() throws(ModelError) {
        guard (1...Self.maximumBytes).contains(bytes) else {
            throw ModelError(path: "bytes", "is \(bytes); allowed are 1 to \(Self.maximumBytes)")
        }
        if let url, !(url.hasPrefix("http://") || url.hasPrefix("https://")) || url.utf8.count > 2_048 {
            throw ModelError(path: "url", "must be an http or https address of at most 2048 characters")
        }
    }
}
