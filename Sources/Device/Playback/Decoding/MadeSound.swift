/// A sound that the device makes by itself, without a file.
enum MadeSound: Hashable, Sendable {
    case silence
    case tone
    case sweep

    /// The sample at a frame of `length` frames.
    /// - Parameter tone: of the rate.
    func sample(_ frame: Int, of length: Int, rate: Int, tone: AttentionTone) -> Float {
        switch self {
        case .silence: 0
        case .tone: tone.sample(frame)
        case .sweep: SpeakerSweep(frames: length, rate: rate).sample(frame)
        }
    }
}
