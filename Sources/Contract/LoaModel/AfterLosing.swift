/// What becomes of a broadcast that another one took the horn from.
public enum AfterLosing: String, Codable, CaseIterable, Sendable {
    /// Go on where it would be by the clock, for what is left of its time.
    case resume
    /// Go on where it stopped, or start if it never did, once the horn is free.
    case playAfter = "play_after"
    case drop
}
