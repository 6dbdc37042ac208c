public import Hardware
public import LoaModel
import Synchronization

/// The board's clock with `ClockTrust` on top: what the whole daemon believes of the time.
public final class TrustedClock: AlarmClock {
    private let base: any AlarmClock
    private let trust = Mutex(ClockTrust())

    public init(_ base: any AlarmClock) { self.base = base }

    public func read() -> ClockReading {
        var reading = base.read()
        let belief = trust.withLock {
            $0.judge(kernelSaysSynchronised: reading.trust.synchronised, at: reading.monotonic.nanoseconds)
        }
        if case .heldOver(let seconds) = belief {
            reading.trust.synchronised = true
            reading.trust.source += ", held over for \(Int(seconds)) s"
        }
        return reading
    }

    public func set(_ alarm: Timestamp?) { base.set(alarm) }

    /// For one reader.
    public func rings() -> AsyncStream<AlarmRing> {
        let rings = base.rings()
        return AsyncStream { [self] in
            for await ring in rings {
                if ring == .clockSet { trust.withLock { $0.clockWasSet() } }
                return ring
            }
            return nil
        }
    }
}
