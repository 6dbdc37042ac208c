public import Hardware

/// How a player plays.
public struct PlayerSettings: Hashable, Sendable {
    /// What the output is asked for; it may settle on something near.
    public var format: AudioFormat
    /// Seconds before a planned start at which the output opens and runs on silence.
    public var lead: Double
    /// Seconds of silence the output runs on after the last sound, before it closes.
    public var tail: Double
    /// Seconds of sound decoded ahead of need for each item.
    public var decodeAhead: Double
    /// The peak no sample passes, in dB of full scale, at most 0. Sound below it is untouched.
    public var ceiling: Double
    /// Seconds by which planned items leave the output later than planned: the horn stands nearer than its neighbours.
    public var delay: Double
    /// The output's channels that sound where an item does not say, counted from 0; left first. Empty: all.
    public var channels: [Int]

    public init(
        format: AudioFormat = .standard, lead: Double = 0.5, tail: Double = 0.2, decodeAhead: Double = 2,
        ceiling: Double = -1, delay: Double = 0, channels: [Int] = []
    ) {
        self.format = format
        self.lead = lead
        self.tail = tail
        self.decodeAhead = decodeAhead
        self.ceiling = ceiling
        self.delay = delay
        self.channels = channels
    }

    /// The same with an amplifier: the output opens before it is switched on, and closes after it is off.
    func fitting(_ times: AmplifierTimes) -> PlayerSettings {
        var settings = self
        settings.lead = max(lead, times.lead + 0.1)
        settings.tail = max(tail, times.tail + 0.05)
        return settings
    }
}
