public import CivilCalendar
public import LoaModel

/// How loud a site plays: its targets, its ceiling, and the hours at which it plays softer.
public struct VolumePlan: Hashable, Sendable {
    /// A part of each day and what it adds to the volume. May cross midnight; equal ends mean the whole day.
    public struct Hours: Hashable, Sendable {
        public var from: CivilTime
        public var until: CivilTime
        public var decibels: Double

        public init(from: CivilTime, until: CivilTime, decibels: Double) {
            self.from = from
            self.until = until
            self.decibels = decibels
        }

        func contains(_ time: CivilTime) -> Bool {
            from < until ? from <= time && time < until : from <= time || time < until
        }
    }

    /// False: what was measured is passed over.
    public var levelsMedia: Bool
    /// Integrated loudness that bulletins are brought to, in LUFS.
    public var target: Double
    /// The same for the messages of alerts.
    public var alertTarget: Double
    /// Gain in dB of media whose loudness nobody measured.
    public var unmeasuredGain: Double
    /// The true peak that no sound passes, in dBTP.
    public var ceiling: Double
    /// The first that holds a time counts. Alerts sound the same at any hour.
    public var hours: [Hours]
    /// On whose clocks the hours are.
    public var zone: ZoneRules

    /// How far the peaks of an alert, and of what the device itself speaks, may be driven into the limiter, in dB: they
    /// are to be understood, not enjoyed.
    static let drive = 6.0
    /// What evens out media, at most, in dB: a measure that is wrong neither silences nor roars.
    static let evening = -40.0...20.0

    public init(
        levelsMedia: Bool = true, target: Double, alertTarget: Double, unmeasuredGain: Double, ceiling: Double,
        hours: [Hours], zone: ZoneRules
    ) {
        self.levelsMedia = levelsMedia
        self.target = target
        self.alertTarget = alertTarget
        self.unmeasuredGain = unmeasuredGain
        self.ceiling = ceiling
        self.hours = hours
        self.zone = zone
    }

    /// The built-in defaults, the same at every hour.
    public static func plain(in zone: ZoneRules) -> VolumePlan {
        VolumePlan(target: -16, alertTarget: -12, unmeasuredGain: 0, ceiling: -1, hours: [], zone: zone)
    }

    /// Gain in dB that brings media to the target, as far as its peaks stay under the ceiling. Media whose peak nobody
    /// measured is made softer only.
    public func gain(of media: MediaReference, isAlert: Bool) -> Double {
        let gain = gain(loudness: media.loudness, truePeak: media.truePeak, drive: isAlert ? Self.drive : 0, isAlert)
        return gain ?? unmeasuredGain
    }

    /// The same of a text that the device has spoken: of its loudness in LUFS and its true peak in dBTP.
    public func gain(spokenAt loudness: Double?, truePeak: Double?, isAlert: Bool) -> Double {
        gain(loudness: loudness, truePeak: truePeak, drive: Self.drive, isAlert) ?? 0
    }

    private func gain(loudness: Double?, truePeak: Double?, drive: Double, _ isAlert: Bool) -> Double? {
        guard levelsMedia, let loudness else { return nil }
        let wanted = (isAlert ? alertTarget : target) - loudness
        let room = truePeak.map { ceiling - $0 + drive } ?? 0
        return max(Self.evening.lowerBound, min(Self.evening.upperBound, wanted, room))
    }

    /// What the hour of an instant adds to the volume of a bulletin, in dB.
    public func hourly(at instant: Timestamp) -> Double {
        let time = zone.civil(atUTC: instant.seconds).time
        return hours.first { $0.contains(time) }?.decibels ?? 0
    }
}
