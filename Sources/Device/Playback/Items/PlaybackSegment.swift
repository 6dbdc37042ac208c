/// A part of an item's timeline.
public enum PlaybackSegment: Hashable, Sendable {
    /// The project's own attention tone, made in memory.
    case tone(seconds: Double)
    /// A media file, from its start to its end.
    case file(path: String)
    case silence(seconds: Double)
    /// The speaker test's sweep, made in memory.
    case sweep(seconds: Double)
}
