import LoaModel

/// Works out of a sweep what way it took: the answer to a click (played divided out of captured), of which the first
/// 60 ms are the horn and what lies later is echo and noise.
enum SpeakerMeasurement {
    /// Samples of captured sound at most, at `RateReducer.rate`.
    static let longest = 65_536
    /// Middles of the half octaves that are measured, hertz.
    private static let middles = [354.0, 500, 707, 1_000, 1_414, 2_000, 2_828]
    private static let band = 250.0...3_600.0
    /// The click's answer: samples of it, and how many of these lie before its peak.
    private static let length = 512
    private static let before = 48
    private static let edge = 40.0
    /// Where nothing of the horn is yet, but noise of every band: so many parts of the sweep before its answer can begin.
    /// The horn's harmonics lie earlier. After its echoes there is no noise of the highest bands, since the capture ended.
    private static let quiet = [0.032_5, 0.065, 0.097_5, 0.13]

    /// - Parameter captured: begins a little before what was played could be heard and ends after it has been.
    static func response(played: [Float], captured: [Float]) -> SpeakerResponse {
        let numbers = ComplexBuffer(count: longest)
        for index in 0..<min(longest, played.count) { numbers.real[index] = played[index] }
        for index in 0..<min(longest, captured.count) { numbers.imaginary[index] = captured[index] }
        let transform = FourierTransform(count: longest)
        transform.run(numbers)
        divide(numbers)
        transform.run(numbers, backwards: true)
        let reach = max(1, captured.count - played.count)
        let peak = (0..<reach).max { numbers.real[$0].magnitude < numbers.real[$1].magnitude } ?? 0
        let answer = powers(numbers, from: peak - before)
        let noise = quiet.map { powers(numbers, from: -Int($0 * Double(played.count))) }
        return SpeakerResponse(
            bands: middles.indices.map { index in
                let beside = noise.reduce(0) { $0 + $1[index] } / Double(noise.count)
                let gain = decibels(answer[index])
                return SpeakerResponse.Band(
                    hertz: middles[index], gainDecibels: gain,
                    clearanceDecibels: max(0, min(200, gain - decibels(beside))))
            })
    }

    /// Leaves captured divided by played, at the frequencies that were played.
    private static func divide(_ numbers: borrowing ComplexBuffer) {
        let (real, imaginary) = (numbers.real, numbers.imaginary)
        let perHertz = Double(longest) / Double(RateReducer.rate)
        let (first, last) = (Int(band.lowerBound * perHertz), Int(band.upperBound * perHertz))
        func played(_ index: Int) -> (Float, Float) {
            let mirror = longest - index
            return ((real[index] + real[mirror]) / 2, (imaginary[index] - imaginary[mirror]) / 2)
        }
        var loudest: Float = 0
        for index in first...last {
            let (a, b) = played(index)
            loudest = max(loudest, a * a + b * b)
        }
        let floor = max(loudest * 1e-4, .leastNormalMagnitude)
        for index in 1..<(longest / 2) {
            let mirror = longest - index
            let (a, b) = played(index)
            let (c, d) = ((imaginary[index] + imaginary[mirror]) / 2, (real[mirror] - real[index]) / 2)
            (real[mirror], imaginary[mirror]) = (0, 0)
            let isPlayed = index >= first && index <= last
            let scale = isPlayed ? 2 / (Float(longest) * (a * a + b * b + floor)) : 0
            (real[index], imaginary[index]) = ((c * a + d * b) * scale, (d * a - c * b) * scale)
        }
        (real[0], imaginary[0], real[longest / 2], imaginary[longest / 2]) = (0, 0, 0, 0)
    }

    /// The mean power of each band in `length` samples of an answer.
    private static func powers(_ answer: borrowing ComplexBuffer, from start: Int) -> [Double] {
        let part = ComplexBuffer(count: length)
        for index in 0..<length {
            let fromEdge = Double(min(index, length - 1 - index))
            let window = Float(0.5 - 0.5 * Mathematics.cosine(turns: min(1, fromEdge / edge) / 2))
            part.real[index] = answer.real[(start + index + longest) % longest] * window
        }
        FourierTransform(count: length).run(part)
        let perHertz = Double(length) / Double(RateReducer.rate)
        // A quarter of an octave up and down.
        let halfBand = Mathematics.exponential(Mathematics.logarithm(2) / 4)
        return middles.map { middle in
            let (first, last) = (Int((middle / halfBand * perHertz).rounded(.up)), Int(middle * halfBand * perHertz))
            var sum: Float = 0
            for index in first...max(first, last) {
                let (a, b) = (part.real[index], part.imaginary[index])
                sum += a * a + b * b
            }
            return Double(sum) / Double(max(1, last - first + 1))
        }
    }

    /// Of a power; -200 at the least, so that it can be written.
    private static func decibels(_ power: Double) -> Double {
        max(-200, Mathematics.decibels(factor: power.squareRoot()))
    }
}
