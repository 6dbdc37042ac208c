public import LoaModel

/// What the scheduler is told.
public enum SchedulerEvent: Sendable {
    /// The device has booted. Comes first, once.
    case started(DevicePast)
    /// Time has passed, or the clock was set: the `.wake` is due, or nothing happened at all. Never does harm.
    case tick
    /// The schedules in force. The first one after `.started` is what was in force when the device stopped (empty if
    /// nothing was): what it planned since then is owed a record. Each later one replaces the one before; of what it
    /// planned in the past only what can still sound counts.
    case timetable(Timetable)
    case quietHours(QuietHours)
    /// An alert order was accepted. Known ones are passed over.
    case alert(ActiveAlert)
    /// A cancel order of this authority was accepted. It ends what sounds or waits of the authority's own alert or
    /// bulletin; later occurrences of a bulletin stay planned.
    case cancel(AuthorityID, Cancellation)
    /// A speaker test of this authority was ordered, at the order's `iat`. Known ones are passed over.
    case speakerTest(AuthorityID, SpeakerTest, ordered: Timestamp)
    /// The first frame of a piece has left the card.
    /// - startErrorMicroseconds: distance from the `.at` it was asked for, late is positive; nil for `.now`.
    case sounding(BroadcastID, at: Timestamp, startErrorMicroseconds: Int?)
    /// A piece has ended; exactly once for each `.play`.
    case ended(BroadcastID, PlayEnd)
    /// The daemon is about to stop: what sounds is faded out and stays `running` in its record, so that the next boot
    /// goes on with it or closes it. Nothing is played from here on.
    case shutDown
}
