/// One thing to sound, as the conductor asks for it: a stretch of a broadcast.
///
/// Its timeline is its segments in order, all of that `repeats` times with `gap` seconds of silence between.
public struct PlaybackItem: Hashable, Sendable {
    /// The broadcast it belongs to. One item of an id plays at a time.
    public var id: String
    /// Higher is more urgent. The engine plays what it is told; this orders its reports and its threads' names only.
    public var priority: Int
    public var segments: [PlaybackSegment]
    public var start: PlaybackStart
    public var lateness: PlaybackLateness
    /// Where in its timeline to begin, in seconds: what a record's `position` says, to resume it.
    public var offset: Double
    /// Gain in dB, -60 to +20; outside of that the nearest.
    public var gain: Double
    /// Gain in dB that evens a file out with others, by its path, -60 to +20; on top of it comes `gain`.
    public var fileGains: [String: Double]
    /// Seconds of sound after which it is faded out, nil for no limit.
    public var maximumDuration: Double?
    /// How often the segments sound, 1 to 1,000.
    public var repeats: Int
    /// Seconds of silence between two repeats.
    public var gap: Double
    /// The zones that it sounds in, each as the output's channels, counted from 0, left first. Each zone has the whole
    /// sound: mixed down or spread to as many channels as all of them have, to one where they differ. Empty: what the
    /// settings say. Channels that the output does not have are left out; where none is left, it is all.
    public var zones: [[Int]]
    /// Whether it does not wait behind what the output holds of others, where it starts as soon as it can: what sounds on
    /// its channels fades out as it begins, and ends. Alerts.
    public var takesOver: Bool

    public init(
        id: String, segments: [PlaybackSegment], start: PlaybackStart = .now, lateness: PlaybackLateness = .playWhole,
        priority: Int = 0, offset: Double = 0, gain: Double = 0, fileGains: [String: Double] = [:],
        maximumDuration: Double? = nil, repeats: Int = 1,
        gap: Double = 0, zones: [[Int]] = [], takesOver: Bool = false
    ) {
        self.id = id
        self.segments = segments
        self.start = start
        self.lateness = lateness
        self.priority = priority
        self.offset = offset
        self.gain = gain
        self.fileGains = fileGains
        self.maximumDuration = maximumDuration
        self.repeats = repeats
        self.gap = gap
        self.zones = zones
        self.takesOver = takesOver
    }

    /// Whether it is a speaker test's sweep and nothing else.
    var isSweep: Bool {
        guard segments.count == 1, case .sweep = segments[0] else { return false }
        return true
    }
}
