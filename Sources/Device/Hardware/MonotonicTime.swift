/// An instant of the system's monotonic clock (CLOCK_MONOTONIC): it never steps and means nothing after a reboot.
///
/// Arithmetic saturates instead of trapping, so that times computed from outside input are safe to compute with.
public struct MonotonicTime: Hashable, Comparable, Sendable {
    /// Nanoseconds since an instant fixed for this boot.
    public var nanoseconds: Int64

    public init(nanoseconds: Int64) {
        self.nanoseconds = nanoseconds
    }

    /// The latest instant there is: "never".
    public static let distantFuture = MonotonicTime(nanoseconds: .max)

    public static func < (left: MonotonicTime, right: MonotonicTime) -> Bool {
        left.nanoseconds < right.nanoseconds
    }

    /// Nanoseconds from `earlier` to this instant; negative where `earlier` is the later one.
    public func since(_ earlier: MonotonicTime) -> Int64 {
        let (difference, overflow) = nanoseconds.subtractingReportingOverflow(earlier.nanoseconds)
        guard overflow else { return difference }
        return nanoseconds < 0 ? .min : .max
    }

    /// This instant moved by nanoseconds, which may be negative.
    public func advanced(byNanoseconds amount: Int64) -> MonotonicTime {
        let (sum, overflow) = nanoseconds.addingReportingOverflow(amount)
        guard overflow else { return MonotonicTime(nanoseconds: sum) }
        return MonotonicTime(nanoseconds: amount < 0 ? .min : .max)
    }

    /// This instant moved by seconds, which may be negative; not-a-number moves nothing.
    public func advanced(bySeconds amount: Double) -> MonotonicTime {
        let scaled = (amount * 1e9).rounded()
        guard !scaled.isNaN else { return self }
        guard scaled < 9.2e18 else { return .distantFuture }
        guard scaled > -9.2e18 else { return MonotonicTime(nanoseconds: .min) }
        return advanced(byNanoseconds: Int64(scaled))
    }
}
