/// How much of a stretch of played sound is found in what was captured, and how late.
struct SoundMatch: Hashable, Sendable {
    /// 1 where all that was captured is what was played, near 0 where nothing of it is: the mean agreement of the phases
    /// of all frequencies that were played.
    var correlation: Double
    /// How far that stands above what unrelated sound gives by chance, in standard deviations.
    var significance: Double
    /// Samples from the start of what was captured to where the played stretch begins in it.
    var lag: Int
}

/// Finds played sound in captured sound by the phases of their frequencies (the generalised cross-correlation with phase
/// transform): echo, a horn's colour and any steady noise change levels, hardly the phases. Both are at
/// `RateReducer.rate`. Its memory is taken once; used by one thread.
struct Correlator: ~Copyable {
    /// Samples of played sound that are looked for, and how late it may be found: 2 s and 1 s.
    static let stretch = 16_384
    static let search = 8_192
    /// What a horn gives and a small microphone takes, hertz.
    private static let band = 300.0...3_400.0
    /// Frequencies this much below the loudest one played say nothing: they are what the converters added.
    private static let floor = Mathematics.factor(decibels: -50)

    private static let count = 32_768
    private let transform = FourierTransform(count: Correlator.count)
    private let numbers = ComplexBuffer(count: Correlator.count)

    /// - Parameters:
    ///   - played: `stretch` samples.
    ///   - captured: `stretch + search` samples, from the instant on at which `played` begins.
    /// - Returns: nil where so few frequencies were played that not even a perfect likeness would prove anything.
    func match(played: Span<Float>, captured: Span<Float>) -> SoundMatch? {
        precondition(played.count == Self.stretch && captured.count == Self.stretch + Self.search)
        numbers.clear()
        for index in 0..<played.count { numbers.real[index] = played[index] }
        for index in 0..<captured.count { numbers.imaginary[index] = captured[index] }
        transform.run(numbers)
        guard let chance = keepPhases() else { return nil }
        transform.run(numbers, backwards: true)
        var (best, lag) = (-Float.infinity, 0)
        for index in 0...Self.search where numbers.real[index] > best {
            (best, lag) = (numbers.real[index], index)
        }
        return SoundMatch(correlation: Double(best), significance: Double(best) / chance, lag: lag)
    }

    /// Leaves of each frequency the difference of the two phases, all of one weight, which sum up to 1.
    /// - Returns: the standard deviation of the correlation of unrelated sound; nil where that is too much.
    private func keepPhases() -> Double? {
        let (real, imaginary) = (numbers.real, numbers.imaginary)
        let perHertz = Double(Self.count) / Double(RateReducer.rate)
        let (first, last) = (Int(Self.band.lowerBound * perHertz), Int(Self.band.upperBound * perHertz))
        // Both signals were transformed at once, as real and imaginary part: this takes them apart.
        var loudest: Float = 0
        for index in first...last { loudest = max(loudest, playedPower(index)) }
        let least = loudest * Float(Self.floor * Self.floor)
        var frequencies = 0
        for index in first...last where playedPower(index) > least { frequencies += 1 }
        guard loudest > 0, frequencies >= HearingLimits.frequencies else { return nil }
        let weight = 1 / Float(frequencies)
        for index in 1..<(Self.count / 2) {
            let mirror = Self.count - index
            guard index >= first, index <= last, playedPower(index) > least else {
                (real[index], imaginary[index], real[mirror], imaginary[mirror]) = (0, 0, 0, 0)
                continue
            }
            let (a, b, c, d) = (real[index], imaginary[index], real[mirror], imaginary[mirror])
            let (playedReal, playedImaginary) = (a + c, b - d)
            let (capturedReal, capturedImaginary) = (b + d, c - a)
            let crossReal = capturedReal * playedReal + capturedImaginary * playedImaginary
            let crossImaginary = capturedImaginary * playedReal - capturedReal * playedImaginary
            let size = (crossReal * crossReal + crossImaginary * crossImaginary).squareRoot()
            let factor = size > 0 ? weight / size : 0
            (real[index], imaginary[index]) = (crossReal * factor, crossImaginary * factor)
            (real[mirror], imaginary[mirror]) = (0, 0)
        }
        (real[0], imaginary[0], real[Self.count / 2], imaginary[Self.count / 2]) = (0, 0, 0, 0)
        // Zeros were appended to what was played, so that neighbouring frequencies say half the same.
        return (1 / Double(frequencies)).squareRoot()
    }

    /// Four times the power of a frequency of what was played.
    private func playedPower(_ index: Int) -> Float {
        let mirror = Self.count - index
        let (real, imaginary) = (
            numbers.real[index] + numbers.real[mirror], numbers.imaginary[index] - numbers.imaginary[mirror]
        )
        return real * real + imaginary * imaginary
    }
}
