import CEBUR128
import Glibc

/// Measures sound as it is handed in: integrated loudness and true peak of ITU-R BS.1770-4 (EBU R 128), by libebur128.
///
/// Memory grows by about 200 kB for each ten minutes of sound; an hour takes some twenty seconds.
public struct LoudnessGauge: ~Copyable {
    private var state: UnsafeMutablePointer<ebur128_state>?
    private let channels: Int

    /// - Parameters:
    ///   - rate: frames a second.
    ///   - channels: 1 to 8, in the usual order (left, right, centre, bass, surrounds). One channel counts as the two
    ///     that a device makes of it.
    public init(rate: Int, channels: Int) throws(LoudnessFailure) {
        self.channels = channels
        guard (1...8).contains(channels), (16...2_822_400).contains(rate) else {
            throw LoudnessFailure("\(channels) channels at \(rate) Hz cannot be measured")
        }
        let mode = EBUR128_MODE_I.rawValue | EBUR128_MODE_TRUE_PEAK.rawValue
        guard let state = ebur128_init(UInt32(channels), UInt(rate), Int32(mode)) else {
            throw LoudnessFailure("libebur128 has no memory for \(channels) channels at \(rate) Hz")
        }
        self.state = state
        if channels == 1 { ebur128_set_channel(state, 0, Int32(EBUR128_DUAL_MONO.rawValue)) }
    }

    deinit {
        var state = state
        ebur128_destroy(&state)
    }

    /// Adds interleaved samples, of full scale 1. What is no whole frame at the end is left out.
    public mutating func add(_ samples: UnsafeBufferPointer<Float>) throws(LoudnessFailure) {
        guard ebur128_add_frames_float(state, samples.baseAddress, samples.count / channels) == 0 else {
            throw LoudnessFailure("libebur128 ran out of memory")
        }
    }

    /// Integrated loudness in LUFS; nil for silence, and for less than 0.4 s of sound.
    public var integrated: Double? {
        var loudness = 0.0
        guard ebur128_loudness_global(state, &loudness) == 0, loudness.isFinite else { return nil }
        return loudness
    }

    /// The highest true peak of all channels in dBTP; nil for silence.
    public var truePeak: Double? {
        var highest = 0.0
        for channel in 0..<channels {
            var peak = 0.0
            guard ebur128_true_peak(state, UInt32(channel), &peak) == 0 else { return nil }
            highest = max(highest, peak)
        }
        return highest > 0 ? 20 * log10(highest) : nil
    }
}
