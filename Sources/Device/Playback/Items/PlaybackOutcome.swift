/// How an item ended.
public enum PlaybackOutcome: Hashable, Sendable {
    /// All of it sounded.
    case completed
    /// It was told to stop, with the reason given then.
    case stopped(reason: String)
    /// It sounded as long as it may.
    case reachedMaximum
    /// It could not sound, or not to its end.
    case failed(PlaybackFailure)
}
