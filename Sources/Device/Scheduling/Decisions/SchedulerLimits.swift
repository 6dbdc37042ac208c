/// The times that the scheduler keeps to, in seconds, and what it holds at most.
public struct SchedulerLimits: Hashable, Sendable {
    /// How long before a planned start its `.play` is emitted, for the player to make ready.
    public var prepareLead: Double
    /// How far ahead of now a broadcast is joined or resumed by the clock, so that neighbours do it at one instant.
    public var joinLead: Double
    /// How long before another one's planned start what sounds is stopped, to be silent by then: the player's fade and
    /// what the output has queued.
    public var clearLead: Double
    /// A start that may not be late (lateness `skip`) is still made when it is late by no more than this.
    public var punctuality: Double = 2
    /// Less than this is not worth beginning.
    public var shortestPiece: Double = 1
    /// How far back planned broadcasts are owed a record.
    public var lookBack: Double = 48 * 3_600
    /// How long a broadcast that plays after waits for the horn, where its lateness names no time.
    public var playAfterWithin: Double = 3_600
    /// First wait after a failed start; doubled up to `longestRetryDelay`.
    public var retryDelay: Double = 5
    public var longestRetryDelay: Double = 60
    /// How long the player's `.ended` is awaited: after a stop, or at the end of a piece that never sounded.
    public var answerWithin: Double = 5
    /// How long a piece may sound beyond its end before it is stopped.
    public var overrun: Double = 0.5
    /// An alert that could not begin for so long is given up, whatever its order says.
    public var longestAlertWait: Double = 86_400
    /// Alerts that are held at once, the one that sounds included. Beyond it the oldest is given up.
    public var waitingAlerts = 64
    public var longestSleep: Double = 86_400

    public init(prepareLead: Double = 2, joinLead: Double = 1, clearLead: Double = 0.2) {
        self.prepareLead = prepareLead
        self.clearLead = clearLead
        self.joinLead = joinLead
    }
}
