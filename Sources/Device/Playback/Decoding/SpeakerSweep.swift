/// The speaker test's sound: a sine that rises from 200 to 4,000 Hz, each octave as long as the next, at -6 dB of full
/// scale. So every frequency of speech sounds, and what a horn adds to it (its harmonics) comes back before it and not
/// among its echoes.
struct SpeakerSweep {
    private static let low = 200.0
    private static let high = 4_000.0
    private static let amplitude = 0.5

    let frames: Int
    let rate: Int

    func sample(_ frame: Int) -> Float {
        let octaves = Mathematics.logarithm(Self.high / Self.low)
        let part = Double(frame) / Double(max(1, frames))
        let seconds = Double(frames) / Double(rate)
        let turns = Self.low * seconds / octaves * (Mathematics.exponential(part * octaves) - 1)
        return Float(Mathematics.sine(turns: turns.truncatingRemainder(dividingBy: 1)) * Self.amplitude)
    }
}
