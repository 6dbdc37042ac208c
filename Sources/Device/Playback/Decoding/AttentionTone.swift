/// The project's attention tone: 650 and 850 Hz in turn, half a second each, at -6 dB of full scale. Both make whole
/// numbers of cycles in half a second, so that the turns are smooth.
///
/// Made once for a rate, as tables of some whole cycles: 7.5 KiB at 48 kHz, 6.9 KiB at 44.1 kHz. Constant from then on, so
/// the sound thread reads it too.
final class AttentionTone: Sendable {
    private static let amplitude = 0.5

    let rate: Int
    private let low: [Float]
    private let high: [Float]

    init(rate: Int) {
        self.rate = max(1, rate)
        low = Self.table(hertz: 650, rate: self.rate)
        high = Self.table(hertz: 850, rate: self.rate)
    }

    /// What the tables hold in memory.
    var bytes: Int { (low.count + high.count) * MemoryLayout<Float>.size }

    /// The sample at a frame of the tone.
    func sample(_ frame: Int) -> Float {
        frame * 2 / rate % 2 == 0 ? low[frame % low.count] : high[frame % high.count]
    }

    /// The least whole number of cycles that is a whole number of frames.
    private static func table(hertz: Int, rate: Int) -> [Float] {
        (0..<rate / divisor(rate, hertz)).map { frame in
            let turns = Double(frame * hertz % rate) / Double(rate)
            return Float(Mathematics.sine(turns: turns) * amplitude)
        }
    }

    private static func divisor(_ left: Int, _ right: Int) -> Int {
        right == 0 ? left : divisor(right, left % right)
    }
}
