/// Opens media files for decoding.
public struct AudioDecoder<Audio: DecodedAudio & ~Copyable>: Sendable {
    private let openMedia: @Sendable (String, AudioFormat) throws(DecodingFailure) -> Audio

    public init(
        open: @escaping @Sendable (_ path: String, _ format: AudioFormat) throws(DecodingFailure) -> Audio
    ) {
        self.openMedia = open
    }

    /// Opens a file, whatever its own rate and channels, to be read at the format's rate and channel count. Blocks on
    /// storage; callable from several threads at once.
    public func open(_ path: String, for format: AudioFormat) throws(DecodingFailure) -> Audio {
        try openMedia(path, format)
    }
}
