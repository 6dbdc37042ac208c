import CEBUR128
import Glibc

/// Brings live sound, which nobody can measure before it is heard, to a loudness, slowly and within bounds.
///
/// It goes by the mean of the last ten seconds (momentary loudness of ITU-R BS.1770-4, by libebur128). Pauses hardly
/// count, so that no speaker's breath is turned up. What is to be played is told to `hear` before it is given to `ride`.
public struct LoudnessRider: ~Copyable {
    /// What it turns sound down and up at most, in dB.
    static let bounds = -20.0...15.0
    /// How fast it turns, in dB a second: what is too loud disturbs more than what is too soft.
    private static let (down, up) = (2.0, 0.5)
    /// Seconds of sound that the mean is of, and of pauses that would make as much of it.
    private static let (memory, patience) = (10.0, 30.0)
    /// Below this, in LUFS, or so many LU below the mean, it is a pause.
    private static let (silence, pause) = (-50.0, 10.0)
    /// Seconds between two looks.
    private static let look = 0.1

    private var state: UnsafeMutablePointer<ebur128_state>?
    private let target: Double
    private let rate: Int
    private let channels: Int
    /// Frames since the last look.
    private var unseen = 0
    private var looks = 0
    /// Looks until the first 0.4 s are whole.
    private var unripe = 4
    /// Mean power of what is no pause; nil before there was any.
    private var power: Double?
    /// In dB; nil until sound was heard.
    private var gain: Double?
    /// Whether anything was given on before that.
    private var hasPassed = false

    /// - Parameters:
    ///   - target: LUFS.
    ///   - channels: one counts as the two that it is heard from.
    public init(target: Double, rate: Int, channels: Int) throws(LoudnessFailure) {
        self.target = target
        self.rate = rate
        self.channels = channels
        guard let state = ebur128_init(UInt32(channels), UInt(rate), Int32(EBUR128_MODE_M.rawValue)) else {
            throw LoudnessFailure("\(channels) channels at \(rate) Hz cannot be measured")
        }
        self.state = state
        if channels == 1 { ebur128_set_channel(state, 0, Int32(EBUR128_DUAL_MONO.rawValue)) }
    }

    deinit {
        var state = state
        ebur128_destroy(&state)
    }

    /// What it would have the gain be, in dB.
    private var wanted: Double? {
        power.map { max(Self.bounds.lowerBound, min(Self.bounds.upperBound, target - 10 * log10($0))) }
    }

    /// Measures whole interleaved frames that will be played, each a number.
    public mutating func hear(_ samples: UnsafeBufferPointer<Float>) {
        let step = Int(Double(rate) * Self.look)
        var rest = samples
        while rest.count >= channels {
            let frames = min(rest.count / channels, step - unseen)
            guard ebur128_add_frames_float(state, rest.baseAddress, frames) == 0 else { return }
            rest = UnsafeBufferPointer(rebasing: rest.dropFirst(frames * channels))
            unseen += frames
            if unseen == step { take() }
        }
    }

    /// Takes a look at the last 0.4 s.
    private mutating func take() {
        unseen = 0
        unripe = max(0, unripe - 1)
        guard unripe == 0 else { return }
        var loudness = 0.0
        guard ebur128_loudness_momentary(state, &loudness) == 0, loudness > Self.silence else { return }
        let now = pow(10, loudness / 10)
        guard let mean = power else {
            (power, looks) = (now, 1)
            return
        }
        looks += 1
        let isPause = now < mean * pow(10, -Self.pause / 10)
        let share = isPause ? Self.look / Self.patience : max(1 / Double(looks), Self.look / Self.memory)
        power = mean + share * (now - mean)
    }

    /// Applies the gain to interleaved frames that were heard before. As soon as something was heard they have the gain
    /// that this wants; from there on it moves slowly.
    public mutating func ride(_ samples: UnsafeMutableBufferPointer<Float>) {
        guard samples.count >= channels else { return }
        guard let wanted else {
            hasPassed = true
            return
        }
        let frames = samples.count / channels
        let seconds = Double(frames) / Double(rate)
        let before = gain ?? (hasPassed ? 0 : wanted)
        let after = gain.map { max($0 - Self.down * seconds, min($0 + Self.up * seconds, wanted)) } ?? wanted
        gain = after
        let (first, last) = (Float(pow(10, before / 20)), Float(pow(10, after / 20)))
        for frame in 0..<frames {
            let factor = first + (last - first) * Float(frame) / Float(frames)
            for channel in 0..<channels { samples[frame * channels + channel] *= factor }
        }
    }
}
