public import Hardware
import Synchronization

/// What recording relays were told, with the clock of stepped workers, and how they are told to fail.
public final class RelayRecording: Sendable {
    public struct Change: Hashable, Sendable {
        public var isOn: Bool
        public var at: MonotonicTime
    }

    private struct State {
        var changes: [Change] = []
        var openings = 0
        var outages: [(from: MonotonicTime, to: MonotonicTime)] = []
    }

    private let workers: SteppedWorkers
    private let state = Mutex(State())

    public init(_ workers: SteppedWorkers) { self.workers = workers }

    public var opener: RelayOpener<RecordingRelay> {
        RelayOpener(line: "amplifier") { [self] () throws(LineFailure) in
            try failIfTold()
            state.withLock { $0.openings += 1 }
            return RecordingRelay(recording: self)
        }
    }

    /// Each change of the wire, its return to off at the end included.
    public var changes: [Change] { state.withLock { $0.changes } }
    public var openings: Int { state.withLock { $0.openings } }
    public var isOn: Bool { changes.last?.isOn ?? false }

    /// The relay neither opens nor switches between two instants.
    public func fail(from: MonotonicTime, to: MonotonicTime) {
        state.withLock { $0.outages.append((from, to)) }
    }

    func failIfTold() throws(LineFailure) {
        let now = workers.now()
        guard state.withLock({ $0.outages.contains { $0.from <= now && now < $0.to } }) else { return }
        throw LineFailure(.disappeared, line: "amplifier", detail: "told to fail")
    }

    func note(_ isOn: Bool) {
        let now = workers.now()
        state.withLock { state in
            guard (state.changes.last?.isOn ?? false) != isOn else { return }
            state.changes.append(Change(isOn: isOn, at: now))
        }
    }
}

/// A relay that only remembers.
public struct RecordingRelay: ~Copyable, Relay {
    let recording: RelayRecording

    deinit { recording.note(false) }

    public mutating func set(_ isOn: Bool) throws(LineFailure) {
        try recording.failIfTold()
        recording.note(isOn)
    }
}
