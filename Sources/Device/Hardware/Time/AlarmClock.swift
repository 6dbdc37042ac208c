public import LoaModel

/// The board's clocks, and one alarm on the wall clock. Waiting wakes nobody until the alarm or a change of the clock.
public protocol AlarmClock: Sendable {
    /// Any thread; takes microseconds.
    func read() -> ClockReading

    /// Sets the alarm in place of the one before; nil takes it away. An instant that has passed rings at once.
    func set(_ alarm: Timestamp?)

    /// What the clock has to say; ends when the consuming task is cancelled. Called once. Only the newest ring waits
    /// for a slow consumer, who reads the clock afresh anyway.
    func rings() -> AsyncStream<AlarmRing>
}

public enum AlarmRing: Hashable, Sendable {
    /// The wall clock has reached the alarm.
    case due
    /// Somebody set the wall clock: what was planned by it must be planned again.
    case clockSet
}
