/// Turns sound of any rate into one channel at 8,000 samples a second: enough for speech and for a horn, and a sixth of
/// the work. Streams: what it is fed in pieces comes out as if fed at once. Used by one thread.
struct RateReducer {
    /// Samples a second that come out.
    static let rate = 8_000
    /// Zero crossings of the kernel on each side, and places of its table between two of them.
    private static let crossings = 8
    private static let places = 64
    /// Where it begins to fall off, as a part of half the output's rate.
    private static let edge = 0.9

    /// Input samples from one output sample to the next, at least 1.
    private let step: Double
    /// The right half of a windowed sinc, `places` an input sample of the slower side.
    private let kernel: [Float]
    /// Input samples to each side that an output sample needs.
    private let reach: Int
    private var pending: [Float]
    /// Of the next output sample, counted in `pending`.
    private var position: Double

    /// - Parameter rate: samples a second that go in; less than 8,000 is taken as 8,000.
    init(rate: Int) {
        step = Double(max(Self.rate, rate)) / Double(Self.rate)
        reach = Int((Double(Self.crossings) * step).rounded(.up)) + 1
        let count = Self.crossings * Self.places
        kernel = (0...count).map { index in
            let time = Double(index) / Double(Self.places)
            let turns = time * Self.edge / 2
            let sinc = index == 0 ? 1 : Mathematics.sine(turns: turns) / (2 * .pi * turns)
            let window = 0.5 + 0.5 * Mathematics.cosine(turns: time / Double(2 * Self.crossings))
            return Float(sinc * window * Self.edge)
        }
        pending = [Float](repeating: 0, count: reach)
        position = Double(reach)
    }

    /// How late the output is against the input: none, the next sample out stands for this many input samples after the
    /// last that went in (negative: it waits for its right side).
    var lead: Double { position - Double(pending.count) }

    /// Feeds samples and appends what they complete.
    mutating func reduce(_ samples: some Collection<Float>, into output: inout [Float]) {
        pending.append(contentsOf: samples)
        let scale = Float(1 / step)
        let perSample = Double(Self.places) / step
        while position + Double(reach) < Double(pending.count) {
            let center = Int(position)
            var sum: Float = 0
            for index in (center - reach + 1)...(center + reach) {
                let place = Int((Double(index) - position).magnitude * perSample + 0.5)
                if place < kernel.count { sum += pending[index] * kernel[place] }
            }
            output.append(sum * scale)
            position += step
        }
        let spent = min(pending.count, max(0, Int(position) - reach))
        pending.removeFirst(spent)
        position -= Double(spent)
    }
}
