public import Hardware

/// When an item's first frame leaves the DAC.
public enum PlaybackStart: Hashable, Sendable {
    /// As soon as there is decoded sound: with the next period where the output runs, else when it has opened.
    case now
    /// At this instant. Given at least half a second ahead it is met to the frame. Decoding begins when the item is
    /// given, so give it seconds ahead and not hours: it holds its decoded sound in memory until then.
    case at(MonotonicTime)
}
