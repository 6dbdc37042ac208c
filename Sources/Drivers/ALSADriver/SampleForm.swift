import CALSA

/// How a card takes its samples; little-endian, as all boards are.
enum SampleForm: CaseIterable {
    /// In the order in which they are asked for. Nearly all cards take 16 bits, and a loudspeaker's horn has no use for
    /// more; the others are for the cards that do not.
    case bits16
    case bits32
    /// 24 bits in the lower part of four bytes.
    case bits24
    /// 24 bits in three bytes.
    case bits24Packed

    var format: snd_pcm_format_t {
        switch self {
        case .bits16: SND_PCM_FORMAT_S16_LE
        case .bits32: SND_PCM_FORMAT_S32_LE
        case .bits24: SND_PCM_FORMAT_S24_LE
        case .bits24Packed: SND_PCM_FORMAT_S24_3LE
        }
    }

    /// Bytes of a sample.
    var bytes: Int {
        switch self {
        case .bits16: 2
        case .bits24Packed: 3
        case .bits24, .bits32: 4
        }
    }
}
