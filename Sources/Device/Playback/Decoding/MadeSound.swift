/// A sound that the device makes by itself, without a file.
enum MadeSound: Hashable, Sendable {
    case silence
    case tone
    case sweep

    /// The sample at a frame of `length` frames.
    func sample(_ frame: Int, of length: Int, rate: Int) -> Float {
        switch self {
        case .silence: 0
        case .tone: AttentionTone(rate: rate).sample(frame)
        case .sweep: SpeakerSweep(frames: length, rate: rate).sample(frame)
        }
    }
}
