/// One open sound output: a card, or a file that behaves as a card does. Closed when the value ends; what is still
/// queued then is lost, so `drain` first where it matters.
///
/// One thread uses it at a time. Nothing in it allocates, locks or logs unless it fails, so that the real-time thread
/// may call it. After a failure the value is of no further use: let it end and open the output again.
public protocol AudioOutput: ~Copyable, SendableMetatype {
    /// What the output settled on; does not change while it is open.
    var format: AudioFormat { get }

    /// How often the output ran dry since it was opened. It recovered each time by itself.
    var underruns: Int { get }

    /// Queues whole frames, interleaved, and blocks until all of them are queued. The output starts to run with the
    /// first write. An underrun before or during the write is recovered and counted, and the frames are queued all
    /// the same. An output that takes nothing for a second fails as `.stalled`.
    ///
    /// - Parameter samples: frames x channels samples, at most `bufferFrames` frames.
    mutating func write(_ samples: Span<Int16>) throws(AudioOutputFailure)

    /// When the next frame written will leave the DAC. Does not block. Before the first write: when a frame written
    /// now would.
    mutating func timing() throws(AudioOutputFailure) -> AudioOutputTiming

    /// Takes back frames that were queued last and have not been played: the next write comes in their place. As many as
    /// it can within these bounds, or none; then nothing has changed. What is about to leave the DAC stays, at least a
    /// period of it, so that there is time to write. An output that cannot takes back none. Does not block.
    mutating func takeBack(_ frames: ClosedRange<Int>) -> Int

    /// Blocks until what is queued has left the DAC, then stops the output.
    mutating func drain() throws(AudioOutputFailure)

    /// Throws away what is queued and stops the output at once.
    mutating func drop()
}
