/// A piece of media as a stream of frames at the rate and channel count it was opened for. Closed when the value ends.
///
/// One thread uses it; it may block on storage, so that is never the real-time thread. Memory does not grow with the
/// length of the media.
public protocol DecodedAudio: ~Copyable, SendableMetatype {
    /// The whole length in seconds from the media's start, where the media says it.
    var duration: Double? { get }

    /// Decodes the next frames, interleaved, nominally within -1...1, and says how many; 0 is the end and stays so.
    /// Fewer frames than asked for are not the end. A failure comes after all frames that could be decoded.
    ///
    /// - Parameter samples: Room for at least one frame; a part of a frame at its end stays untouched.
    mutating func read(into samples: inout MutableSpan<Float>) throws(DecodingFailure) -> Int

    /// True after a read that gave nothing because live media has nothing yet: not the end; read again soon.
    var isWaiting: Bool { get }

    /// Goes on from this time, in seconds from the media's start, at least 0. Past the end is the end. Media that
    /// cannot seek is decoded and thrown away up to there.
    mutating func seek(toSeconds position: Double) throws(DecodingFailure)
}

extension DecodedAudio where Self: ~Copyable {
    /// Of media that lies ready as a whole.
    public var isWaiting: Bool { false }
}
