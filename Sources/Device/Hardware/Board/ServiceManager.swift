/// The init system's view of the daemon (sd_notify(3)). Without one, all of it does nothing.
public protocol ServiceManager: Sendable {
    /// Everything is up: orders are heard and an alert can sound.
    func ready()
    /// The daemon has begun to end.
    func stopping()
    /// Proof of work. Without it for `watchdogSeconds` the daemon is killed and started again.
    func watchdog()
    /// One sentence for `systemctl status`.
    func status(_ sentence: String)
    /// nil where no watchdog is set.
    var watchdogSeconds: Double? { get }
}
