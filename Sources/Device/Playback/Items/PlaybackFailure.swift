public import Hardware

/// Why an item could not sound, or not to its end.
public enum PlaybackFailure: Error, Hashable, Sendable, CustomStringConvertible {
    case media(DecodingFailure)
    /// No output until the item was over by the clock.
    case output(AudioOutputFailure)
    /// Its decoder gave nothing for ten seconds.
    case decoderStalled
    /// A text was not spoken in time, or its engine failed.
    case speech(String)
    /// More items at once than the engine mixes.
    case tooManyItems

    public var description: String {
        switch self {
        case .media(let failure): failure.description
        case .output(let failure): failure.description
        case .decoderStalled: "the decoder gave no sound for 10 s: check the storage of the media"
        case .speech(let detail): detail
        case .tooManyItems: "more than \(EngineLimits.voices) items at once: stop one first"
        }
    }

    /// One word for reports.
    public var code: String {
        switch self {
        case .media(let failure): "media-" + failure.code.rawValue
        case .output(let failure): "output-" + failure.code.rawValue
        case .decoderStalled: "decoder-stalled"
        case .speech: "speech"
        case .tooManyItems: "too-many-items"
        }
    }
}
