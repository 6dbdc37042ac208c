public import Hardware

/// What an item did, for the as-run record: evidence, counted at the output.
public struct PlaybackRecord: Hashable, Sendable {
    public var outcome: PlaybackOutcome
    /// Frames of it that left the output, silence of late decoding not counted.
    public var frames: Int
    /// Frames a second, of the output.
    public var rate: Int
    /// When its first frame left the output; nil where none did.
    public var started: MonotonicTime?
    /// When its last frame left the output, or when it was given up.
    public var ended: MonotonicTime
    /// Started minus planned, in nanoseconds; 0 for items that start at once.
    public var startError: Int64
    /// Highest sample that was written to the output while it sounded, behind gain and limiter, in dB of full scale;
    /// -infinity for silence. Its own channels count. Where something else sounds on them at the same time, as in the
    /// 20 ms in which one fades out under the next, both have the level of the sum.
    public var peak: Double
    /// Mean level of the same samples, in dB of full scale (a full-scale square wave is 0); -infinity for silence.
    public var level: Double
    /// Gain in dB that it had before the limiter: the item's, and that of the last file that sounded.
    public var gain: Double
    /// How often the output ran dry meanwhile.
    public var underruns: Int
    /// True where the output went away under it: some of it was not heard.
    public var lostOutput: Bool
    /// Frames of silence because the decoder was late.
    public var lateFrames: Int
    /// Where in its timeline it ended, in seconds: the offset to resume it with.
    public var position: Double

    public init(
        outcome: PlaybackOutcome, frames: Int, rate: Int, started: MonotonicTime?, ended: MonotonicTime,
        startError: Int64, peak: Double, level: Double, gain: Double = 0, underruns: Int,
        lateFrames: Int, position: Double,
        lostOutput: Bool = false
    ) {
        self.outcome = outcome
        self.frames = frames
        self.rate = rate
        self.started = started
        self.ended = ended
        self.startError = startError
        self.peak = peak
        self.level = level
        self.gain = gain
        self.underruns = underruns
        self.lateFrames = lateFrames
        self.position = position
        self.lostOutput = lostOutput
    }
}
