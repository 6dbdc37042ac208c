import Glibc
import Hardware

extension MonotonicTime {
    /// The kernel's monotonic clock: this output keeps time itself, as a card does.
    static var systemNow: MonotonicTime {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return MonotonicTime(nanoseconds: Int64(time.tv_sec) &* 1_000_000_000 &+ Int64(time.tv_nsec))
    }
}

/// Sleeps until an instant, whatever interrupts.
func sleep(until instant: MonotonicTime) {
    var deadline = timespec()
    deadline.tv_sec = Int(max(0, instant.nanoseconds) / 1_000_000_000)
    deadline.tv_nsec = Int(max(0, instant.nanoseconds) % 1_000_000_000)
    while clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &deadline, nil) == EINTR {}
}
