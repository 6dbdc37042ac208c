/// Where an output stands at one instant.
public struct AudioOutputTiming: Hashable, Sendable {
    /// When the next frame written will leave the DAC, if it is written now.
    public var nextFrame: MonotonicTime
    /// Frames written that have not left the DAC yet.
    public var queuedFrames: Int

    public init(nextFrame: MonotonicTime, queuedFrames: Int) {
        self.nextFrame = nextFrame
        self.queuedFrames = queuedFrames
    }
}
