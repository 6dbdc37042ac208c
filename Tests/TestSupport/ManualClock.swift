public import Hardware
public import LoaModel
import Synchronization

/// A clock that a test moves by hand; it rings when it is moved over the alarm or set.
public final class ManualClock: AlarmClock {
    private struct State {
        var reading: ClockReading
        var alarm: Timestamp?
        var rings: AsyncStream<AlarmRing>.Continuation?
        var isHeld = false
    }

    private let state: Mutex<State>

    public init(wall: Timestamp, synchronised: Bool = true) {
        let trust = HealthReport.Clock(synchronised: synchronised, source: "test")
        state = Mutex(
            State(reading: ClockReading(wall: wall, monotonic: MonotonicTime(nanoseconds: 0), trust: trust)))
    }

    public func read() -> ClockReading { state.withLock { $0.reading } }

    public func set(_ alarm: Timestamp?) {
        ring(
            unlessNil: state.withLock { state in
                state.alarm = alarm
                return Self.due(&state)
            })
    }

    public var alarm: Timestamp? { state.withLock { $0.alarm } }

    public func rings() -> AsyncStream<AlarmRing> {
        let (stream, rings) = AsyncStream.makeStream(of: AlarmRing.self, bufferingPolicy: .bufferingNewest(1))
        // An alarm that came before anybody listened rings now, as the kernel's does.
        ring(
            unlessNil: state.withLock { state in
                state.rings = rings
                return Self.due(&state)
            })
        return stream
    }

    /// Both clocks go on.
    public func advance(seconds: Double) {
        ring(
            unlessNil: state.withLock { state in
                state.reading.wall = state.reading.wall.adding(seconds: seconds)
                state.reading.monotonic = state.reading.monotonic.advanced(bySeconds: seconds)
                return Self.due(&state)
            })
    }

    /// From now on no alarm rings, as if the thread that waits for it hung; until `releaseRings`.
    public func holdRings() { state.withLock { $0.isHeld = true } }

    public func releaseRings() {
        ring(
            unlessNil: state.withLock { state in
                state.isHeld = false
                return Self.due(&state)
            })
    }

    /// Somebody sets the wall clock.
    public func step(to wall: Timestamp, synchronised: Bool? = nil) {
        let rings = state.withLock { state in
            state.reading.wall = wall
            if let synchronised { state.reading.trust.synchronised = synchronised }
            return state.rings
        }
        rings?.yield(.clockSet)
    }

    private static func due(_ state: inout State) -> AsyncStream<AlarmRing>.Continuation? {
        guard !state.isHeld, let rings = state.rings, let alarm = state.alarm, alarm <= state.reading.wall else {
            return nil
        }
        state.alarm = nil
        return rings
    }

    private func ring(unlessNil rings: AsyncStream<AlarmRing>.Continuation?) { rings?.yield(.due) }
}
