import CLinux
import Glibc
public import Hardware
public import LoaModel
import Synchronization

/// The kernel's clocks, with an alarm that is a timerfd on the wall clock: no wake-up before its time.
public final class LinuxClock: AlarmClock {
    /// Who says whether the wall clock is right.
    public enum Source: Sendable {
        /// The kernel: an NTP client keeps it disciplined (adjtimex(2)).
        case kernel
        /// The settings vouch for it: a test, or a board with a radio clock that the kernel knows nothing of.
        case assumed
    }

    private let source: Source
    private let alarm: Int32
    private let bell: Int32
    private let finished = Atomic<Bool>(false)
    /// The clock was set, and the one who set the alarm was told of it in the place of the one who waits.
    private let wasSet = Atomic<Bool>(false)

    /// - Throws: where the kernel gives no timer, with its error number.
    public init(source: Source) throws(SystemFailure) {
        self.source = source
        alarm = try check("timerfd_create", loa_alarm_create())
        bell = try check("eventfd", loa_bell_create())
        set(nil)
    }

    deinit {
        close(alarm)
        close(bell)
    }

    public func read() -> ClockReading {
        ClockReading(
            wall: Timestamp(nanoseconds: Self.nanoseconds(CLOCK_REALTIME)),
            monotonic: MonotonicTime(nanoseconds: Self.nanoseconds(CLOCK_MONOTONIC)), trust: trust())
    }

    private func trust() -> HealthReport.Clock {
        switch source {
        case .assumed: return HealthReport.Clock(synchronised: true, source: "assumed by the settings")
        case .kernel:
            var error: Int64 = 0
            let synchronised = loa_clock_synchronised(&error) == 1
            return HealthReport.Clock(
                synchronised: synchronised, source: "kernel",
                estimatedErrorMilliseconds: synchronised ? Double(error) / 1_000 : nil)
        }
    }

    private static func nanoseconds(_ clock: clockid_t) -> Int64 {
        var time = timespec()
        clock_gettime(clock, &time)
        return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }

    public func set(_ time: Timestamp?) {
        let seconds = time.map { max(0, $0.seconds) } ?? -1
        let rest = time.map { max(0, $0.nanoseconds - $0.seconds * 1_000_000_000) } ?? 0
        guard loa_alarm_set(alarm, seconds, rest) == -ECANCELED else { return }
        wasSet.store(true, ordering: .releasing)
        loa_bell_ring(bell)
    }

    public func rings() -> AsyncStream<AlarmRing> {
        let (stream, rings) = AsyncStream.makeStream(of: AlarmRing.self, bufferingPolicy: .bufferingNewest(16))
        rings.onTermination = { [self] _ in
            finished.store(true, ordering: .releasing)
            loa_bell_ring(bell)
        }
        do {
            try startThread("loa-alarm") { [self] in wait(for: rings) }
        } catch {
            rings.finish()
        }
        return stream
    }

    private func wait(for rings: AsyncStream<AlarmRing>.Continuation) {
        while !finished.load(ordering: .acquiring) {
            let rung = loa_alarm_wait(alarm, bell)
            if rung < 0 { break }
            let isSet = wasSet.exchange(false, ordering: .acquiring) || rung & 2 != 0
            if isSet { rings.yield(.clockSet) } else if rung & 1 != 0 { rings.yield(.due) }
        }
        rings.finish()
    }
}
