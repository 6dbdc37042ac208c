/// The project's attention tone: 650 and 850 Hz in turn, half a second each, at -6 dB of full scale. Both make whole
/// numbers of cycles in half a second, so that the turns are smooth.
struct AttentionTone {
    private static let low = 650.0
    private static let high = 850.0
    private static let turn = 0.5
    private static let amplitude = 0.5

    let rate: Int

    /// The sample at a frame of the tone.
    func sample(_ frame: Int) -> Float {
        let time = Double(frame) / Double(rate)
        let turns = (time / Self.turn).rounded(.down)
        let hertz = turns.truncatingRemainder(dividingBy: 2) == 0 ? Self.low : Self.high
        return Float(Mathematics.sine(turns: hertz * (time - turns * Self.turn)) * Self.amplitude)
    }
}
