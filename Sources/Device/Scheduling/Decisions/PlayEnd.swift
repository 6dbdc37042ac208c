public import LoaModel

/// How one piece ended, told by the player once for each `PlayRequest`.
public struct PlayEnd: Hashable, Sendable {
    public enum Cause: Hashable, Sendable {
        /// The content was over.
        case completed
        /// A `.stop`, or another piece took the horn.
        case stopped
        /// It sounded for its `maximumSeconds`.
        case reachedMaximum
        case failed(FaultCode)
    }

    public var cause: Cause
    /// When the last sample left, by the device's clock.
    public var at: Timestamp
    /// Frames of this piece that left the card, at `rate` frames per second; 0 when it never sounded.
    public var frames: Int
    public var rate: Int
    /// Seconds into the content that were reached: where a resumption goes on.
    public var mediaPosition: Double
    /// Highest sample and mean power of this piece, dB below full scale; nil when it never sounded.
    public var peakDecibels: Double?
    public var meanDecibels: Double?
    /// Gain in dB that this piece had; nil when it never sounded.
    public var gainDecibels: Double?
    /// Times the output ran dry.
    public var underruns: Int
    /// Frames of silence because decoding was late.
    public var lateFrames: Int
    /// The card went away under it and came back: some of it was not heard.
    public var lostOutput: Bool
    /// Why something else sounded than what was planned: a fallback.
    public var note: FaultCode?

    public init(
        cause: Cause, at: Timestamp, frames: Int, rate: Int, mediaPosition: Double, peakDecibels: Double? = nil,
        meanDecibels: Double? = nil, gainDecibels: Double? = nil, underruns: Int = 0, lostOutput: Bool = false,
        lateFrames: Int = 0,
        note: FaultCode? = nil
    ) {
        self.cause = cause
        self.at = at
        self.frames = frames
        self.rate = rate
        self.mediaPosition = mediaPosition
        self.peakDecibels = peakDecibels
        self.meanDecibels = meanDecibels
        self.gainDecibels = gainDecibels
        self.underruns = underruns
        self.lostOutput = lostOutput
        self.lateFrames = lateFrames
        self.note = note
    }
}
