public import LoaModel

/// What became of a broadcast over many devices.
public struct BroadcastOutcome: Hashable, Sendable {
    /// The as-run record of one of the devices: it names the broadcast.
    public var sample: AsRun
    public var devices: [AsRun.Outcome: Int]
    /// Of those running: on how many devices another broadcast has the horn now.
    public var preempted = 0
    public var firstStarted: Timestamp?
    /// nil while it runs anywhere.
    public var lastEnded: Timestamp?

    public init(
        sample: AsRun, devices: [AsRun.Outcome: Int], firstStarted: Timestamp?, lastEnded: Timestamp?
    ) {
        self.sample = sample
        self.devices = devices
        self.firstStarted = firstStarted
        self.lastEnded = lastEnded
    }
}
