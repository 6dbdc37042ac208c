/// What a broadcast did. Sent whole each time something happened to it; the centre keeps the last by broadcast id.
public struct AsRun: Hashable, Sendable, Codable {
    /// What just happened to the broadcast.
    public enum Event: String, Codable, Sendable, CaseIterable {
        case started, preempted, resumed, ended
    }

    /// How it stands. `played`: frames left the card until the end of the media or its time.
    public enum Outcome: String, Codable, Sendable, CaseIterable {
        /// Sounding now, or waiting to resume.
        case running
        case played
        /// Some of it sounded; `reason` says why not the rest.
        case partial
        /// Its time passed: the device was off, or its clock not known to be right.
        case missed
        /// Another broadcast had the horn for all of its time.
        case lost
        /// The quiet hours forbid it.
        case quietHours = "quiet_hours"
        /// The media could not be had or decoded, or the output failed.
        case failed
        /// An order ended it.
        case cancelled
    }

    public var broadcast: BroadcastID
    public var authority: AuthorityID
    public var bulletin: BulletinID
    public var title: String
    public var bulletinClass: BulletinClass
    /// Start by the schedule; of an alert, when its order arrived.
    public var planned: Timestamp
    public var event: Event
    public var outcome: Outcome
    /// First sample handed to the output, by the device's clock.
    public var started: Timestamp?
    public var ended: Timestamp?
    /// First sample's distance from plan, microseconds, late is positive. nil where it was joined or alerted.
    public var startErrorMicroseconds: Int?
    /// Frames that left the card, at `rate` frames per second.
    public var frames: Int
    public var rate: Int
    /// Highest sample and mean power of what left to the card, behind gain and limiter, dB below full scale; nil while
    /// nothing has sounded.
    public var peakDecibels: Double?
    public var meanDecibels: Double?
    /// Gain in dB before the limiter: the order's, the hour's and what evened the media; the last piece's where they
    /// differ. nil while nothing has sounded, and of devices that do not tell it.
    public var gainDecibels: Double?
    /// Times the output ran dry.
    public var underruns: Int
    /// Frames of silence because decoding was late; nil where there were none.
    public var lateFrames: Int?
    /// What a microphone near the horn heard of it; nil where there is none, and until that is known.
    public var hearing: Hearing?
    /// What a speaker test found; nil of every other broadcast.
    public var speaker: SpeakerResult?
    /// The site's zones that it sounded in, or was for; nil: all horns.
    public var hornZones: [String]?
    /// Why the outcome is what it is: a fault code or the id of the broadcast that won.
    public var reason: String?

    public init(
        broadcast: BroadcastID, authority: AuthorityID, bulletin: BulletinID, title: String,
        bulletinClass: BulletinClass, planned: Timestamp, event: Event, outcome: Outcome, started: Timestamp? = nil,
        ended: Timestamp? = nil, startErrorMicroseconds: Int? = nil, frames: Int = 0, rate: Int = 0,
        peakDecibels: Double? = nil, meanDecibels: Double? = nil, underruns: Int = 0, reason: String? = nil
    ) {
        self.broadcast = broadcast
        self.authority = authority
        self.bulletin = bulletin
        self.title = title
        self.bulletinClass = bulletinClass
        self.planned = planned
        self.event = event
        self.outcome = outcome
        self.started = started
        self.ended = ended
        self.startErrorMicroseconds = startErrorMicroseconds
        self.frames = frames
        self.rate = rate
        self.peakDecibels = peakDecibels
        self.meanDecibels = meanDecibels
        self.underruns = underruns
        self.reason = reason
    }

    private enum CodingKeys: String, CodingKey {
        case broadcast, authority, bulletin, title, planned, event, outcome, started, ended, frames, rate, underruns
        case reason, speaker
        case bulletinClass = "class"
        case startErrorMicroseconds = "start_error_us"
        case peakDecibels = "peak_dbfs"
        case meanDecibels = "rms_dbfs"
        case gainDecibels = "gain_db"
        case lateFrames = "late_frames"
        case hearing = "heard"
        case hornZones = "zones"
    }
}
