/// One of several sounds for the same place of a timeline, of which the first that can be had sounds.
public enum PlaybackLink: Hashable, Sendable {
    case file(path: String)
    /// A file that is yet to come. While it is awaited the attention tone goes on, ten seconds in all at most.
    case awaited(AwaitedSound)
    case tone(seconds: Double)
    /// The speaker test's sweep; left out where it is not alone.
    case sweep(seconds: Double)
    /// Live sound, by its address: of a stream, or of an input of the site (`LineAddress`).
    case stream(address: String)
}
