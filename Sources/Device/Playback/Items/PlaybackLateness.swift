/// What an item does that could not start when planned, or was held up by its decoder or a lost output.
public enum PlaybackLateness: String, Hashable, Sendable {
    /// It goes on where the clock says it should be, so that it ends when planned and keeps step with its neighbours.
    case joinInProgress
    /// It goes on where it stopped, so that nothing of it is lost: alerts.
    case playWhole
}
