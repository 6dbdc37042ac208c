/// How an output takes its sound: interleaved signed 16-bit frames at one rate.
public struct AudioFormat: Hashable, Sendable {
    /// Frames a second, 8,000 to 192,000.
    public var rate: Int
    /// Samples a frame, 1 to 8.
    public var channels: Int
    /// Frames written at a time: the step in which the engine turns.
    public var periodFrames: Int
    /// Frames the output holds at most: the time from writing to hearing, at least two periods.
    public var bufferFrames: Int

    public init(rate: Int, channels: Int, periodFrames: Int, bufferFrames: Int) {
        self.rate = rate
        self.channels = channels
        self.periodFrames = periodFrames
        self.bufferFrames = bufferFrames
    }

    /// 48 kHz stereo, period 10 ms, buffer 30 ms.
    public static let standard = AudioFormat(rate: 48_000, channels: 2, periodFrames: 480, bufferFrames: 1_440)

    /// True where rate and channels agree, so that decoded sound for the one fits the other.
    public func carriesSame(as other: AudioFormat) -> Bool {
        rate == other.rate && channels == other.channels
    }

    /// The nearest whole number of frames in a time; 0 for anything negative or not a number.
    public func frames(inSeconds seconds: Double) -> Int {
        let frames = (seconds * Double(rate)).rounded()
        guard frames > 0 else { return 0 }
        return frames < 9e15 ? Int(frames) : 9_000_000_000_000_000
    }

    /// How long frames last, in nanoseconds.
    public func nanoseconds(ofFrames frames: Int) -> Int64 {
        let whole = Double(frames) * 1e9 / Double(rate)
        return abs(whole) < 9e18 ? Int64(whole.rounded()) : (frames < 0 ? .min : .max)
    }

    /// The nearest whole number of frames in nanoseconds, negative for negative ones.
    public func frames(inNanoseconds nanoseconds: Int64) -> Int {
        Int((Double(nanoseconds) * Double(rate) / 1e9).rounded())
    }
}
