import Hardware

/// What a voice has done so far. Plain numbers: the engine counts, the desk reads once the voice is over.
struct VoiceTally {
    /// Frames of its sound that were queued.
    var frames = 0
    /// Frames taken from its timeline, sounded or skipped.
    var consumed = 0
    /// Frames of silence where its decoder was late.
    var late = 0
    var started: MonotonicTime?
    var ended = MonotonicTime(nanoseconds: 0)
    var startError: Int64 = 0
    /// Of what left the limiter while it sounded, on its channels: the highest sample, the sum of the squares, and how
    /// many samples that were.
    var peak: Int64 = 0
    var squares = 0.0
    var samples = 0
    var underruns = 0
    /// True once an output was lost under it.
    var suffered = false
}
