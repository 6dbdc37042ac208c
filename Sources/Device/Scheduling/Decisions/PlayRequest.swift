public import LoaModel

/// One piece of a broadcast for the player: the whole, or what is left after a pre-emption.
///
/// The player's part of the contract: each request is answered by exactly one `.ended`, also when it never sounded.
/// On each horn at most one request waits for its start while another one sounds; what sounds there is stopped
/// `SchedulerLimits.clearLead` before that start. An id is requested again only after its `.ended`.
public struct PlayRequest: Hashable, Sendable {
    public enum Content: Hashable, Sendable {
        case source(Source)
        /// Tone, message and repetitions as the alert says.
        case alert(Alert)
    }

    public enum Start: Hashable, Sendable {
        /// The first sample leaves the card at this instant of the wall clock; at once, if it has passed.
        case at(Timestamp)
        /// As soon as it can.
        case now
    }

    public var id: BroadcastID
    public var bulletinClass: BulletinClass
    public var content: Content
    public var start: Start
    /// Seconds into the content at which to begin. Alerts always begin at 0: a resumed one sounds its tone again.
    public var mediaOffset: Double
    /// The longest that this piece may sound, from its first sample; ends with a fade and `.reachedMaximum`.
    public var maximumSeconds: Double
    public var gainDecibels: Double
    /// On which horns.
    public var reach: HornReach

    public init(
        id: BroadcastID, bulletinClass: BulletinClass, content: Content, start: Start, mediaOffset: Double = 0,
        maximumSeconds: Double, gainDecibels: Double, reach: HornReach = .everywhere
    ) {
        self.id = id
        self.bulletinClass = bulletinClass
        self.content = content
        self.start = start
        self.mediaOffset = mediaOffset
        self.maximumSeconds = maximumSeconds
        self.gainDecibels = gainDecibels
        self.reach = reach
    }
}
