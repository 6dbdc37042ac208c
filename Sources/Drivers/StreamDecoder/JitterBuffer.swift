/// Holds a stream's sound back until there is enough of it, at first and after each gap. Times are seconds of any clock.
struct JitterBuffer {
    /// Seconds of sound that are held back.
    let depth: Double
    private let rate: Double
    private let channels: Int
    private var samples: [Float] = []
    private var next = 0
    /// When the first frame since the last gap was handed on, nil while sound is held back.
    private var flowsSince: Double?
    private var handed = 0
    /// Gaps so far: how often it ran dry.
    private(set) var gaps = 0

    init(depth: Double, rate: Int, channels: Int) {
        self.depth = depth
        self.rate = Double(rate)
        self.channels = channels
    }

    var frames: Int { (samples.count - next) / channels }

    /// Adds whole frames.
    mutating func add(_ sound: UnsafeBufferPointer<Float>) {
        if next > 0 {
            samples.removeFirst(next)
            next = 0
        }
        samples.append(contentsOf: sound)
    }

    /// Hands on what may be handed on; 0 while it is held back.
    mutating func take(into output: UnsafeMutableBufferPointer<Float>, at now: Double) -> Int {
        // What was handed on is played by now: the next frame comes too late for the one before it.
        if let since = flowsSince, frames == 0, Double(handed) / rate < now - since {
            flowsSince = nil
            gaps += 1
        }
        if flowsSince == nil {
            guard Double(frames) >= depth * rate else { return 0 }
            (flowsSince, handed) = (now, 0)
        }
        let count = min(frames, output.count / channels)
        for index in 0..<(count * channels) { output[index] = samples[next + index] }
        next += count * channels
        handed += count
        return count
    }
}
