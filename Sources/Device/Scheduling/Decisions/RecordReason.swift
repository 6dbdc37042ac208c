/// Codes in `AsRun.reason`, besides fault codes and the ids of broadcasts that won.
public enum RecordReason {
    public static let quietHours = "quiet_hours"
    /// The device was off at its time.
    public static let deviceOff = "device_off"
    /// It was in its time when first known: a late schedule, a clock set forward.
    public static let tooLate = "too_late"
    /// Began where it would be by the clock.
    public static let joined = "joined"
    public static let scheduleReplaced = "schedule_replaced"
    /// The site has none of the zones that it is for.
    public static let noZone = "no_such_zone"
    /// A cancel order that gives no reason of its own.
    public static let cancelled = "cancel_order"
    /// The alert's order had expired before the horn was free.
    public static let expired = "expired"
    /// The daemon ends; it goes on after the next start.
    public static let deviceStopping = "device_stopping"
    /// The player ended it unasked, or did not answer.
    public static let player = "player"
}
