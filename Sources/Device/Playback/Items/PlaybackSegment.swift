/// A part of an item's timeline.
public enum PlaybackSegment: Hashable, Sendable {
    /// The project's own attention tone, made in memory.
    case tone(seconds: Double)
    /// A media file, from its start to its end.
    case file(path: String)
    case silence(seconds: Double)
    /// The speaker test's sweep, made in memory.
    case sweep(seconds: Double)
    /// The first of these that sounds; each that fails is told as `.linkFailed`, and the next begins from its start.
    case chain([PlaybackLink])
    /// A chain with streams in it that sounds until its item ends: a stream that dies gives way to the next link, and is
    /// tried again, with growing pauses, behind the last. Fails when nothing of it sounds.
    case live([PlaybackLink])
}
