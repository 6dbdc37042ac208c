/// One open sound input: a microphone's card. Closed when the value ends; what was not read then is lost.
///
/// One thread uses it at a time, never the one that plays: reading waits. After a failure the value is of no further
/// use: let it end and open the input again.
public protocol AudioInput: ~Copyable, SendableMetatype {
    /// What the input settled on; does not change while it is open.
    var format: AudioFormat { get }

    /// How often sound was lost because nobody read in time. It recovered each time by itself.
    var overruns: Int { get }

    /// Waits for sound and takes whole frames, interleaved, at most as many as there is room for; at least one. Sound
    /// runs from the first read on. An input that gives nothing for a second fails as `.stalled`.
    mutating func read(into samples: inout MutableSpan<Int16>) throws(AudioInputFailure) -> AudioInputBlock
}

/// What one read of an input took.
public struct AudioInputBlock: Hashable, Sendable {
    public var frames: Int
    /// When the first of them was at the microphone.
    public var first: MonotonicTime

    public init(frames: Int, first: MonotonicTime) {
        self.frames = frames
        self.first = first
    }
}
