import LoaModel

/// One uninterrupted stretch of a broadcast that was asked of the player. Instants are monotonic nanoseconds.
struct Piece: Hashable, Sendable {
    /// When it is to begin, or was seen to.
    var start: Int64
    /// When it must be over.
    var end: Int64
    var maximumSeconds: Double
    var mediaOffset: Double
    /// It was asked for at `start` exactly, not as soon as it can.
    var isTimed: Bool
    /// It begins at its planned instant, so that the start's error can be told.
    var isPlannedStart: Bool
    /// It begins where it would be by the clock.
    var isJoined: Bool
    /// `end` is where the quiet hours begin, not where its own time ends.
    var endsForQuiet: Bool
    /// End of the broadcast's time, which this piece may not reach.
    var slotEnd: Int64
    /// End of its time by the schedule; what sounds beyond it gives way to what is planned.
    var ownEnd: Int64
    /// The first frame was reported.
    var hasSounded = false
}
