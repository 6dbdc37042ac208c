import CLinux
import Glibc

/// An open watchdog, which is armed by opening it. When the value ends it is closed but goes on; only `disarm` ends it.
struct WatchdogHandle: ~Copyable {
    let limitSeconds: Int
    /// It goes on when it is closed without a word.
    let staysArmed: Bool
    /// It was the cause of this boot.
    let hasReset: Bool
    private let descriptor: Int32

    /// - Parameter limitSeconds: what is asked for; the driver rounds it, or keeps its own where it cannot.
    static func open(_ path: String, limitSeconds: Int) throws(SystemFailure) -> WatchdogHandle {
        let opened = Descriptor(owning: try check("open \(path)", loa_watchdog_open(path)))
        var description = loa_watchdog()
        _ = try check("WDIOC_GETSUPPORT", loa_watchdog_describe(opened.number, &description))
        let limit = try check("WDIOC_SETTIMEOUT", loa_watchdog_set_limit(opened.number, Int32(clamping: limitSeconds)))
        return WatchdogHandle(
            owning: opened.release(), limitSeconds: Int(limit), staysArmed: description.stays_armed == 1,
            hasReset: description.has_reset == 1)
    }

    private init(owning descriptor: Int32, limitSeconds: Int, staysArmed: Bool, hasReset: Bool) {
        self.descriptor = descriptor
        self.limitSeconds = limitSeconds
        self.staysArmed = staysArmed
        self.hasReset = hasReset
    }

    deinit { close(descriptor) }

    func feed() throws(SystemFailure) {
        _ = try check("feeding the watchdog", loa_watchdog_feed(descriptor))
    }

    /// The board is not reset any more, unless its driver is set never to give up (nowayout).
    consuming func disarm() throws(SystemFailure) {
        _ = try check("disarming the watchdog", loa_watchdog_disarm(descriptor))
    }

    /// Closes what was opened and could not be set up.
    private struct Descriptor: ~Copyable {
        let number: Int32

        init(owning number: Int32) { self.number = number }

        deinit { close(number) }

        consuming func release() -> Int32 {
            let number = number
            discard self
            return number
        }
    }
}
