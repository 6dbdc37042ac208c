import CentreLink
import Synchronization

/// Events on their way from the network thread to the one consumer. Bounded in messages and bytes; what does not fit
/// is dropped, counted, and told in its place.
final class EventMailbox: Sendable {
    private struct State {
        var waiting: [TransportEvent] = []
        /// Index of the first event that was not taken yet.
        var head = 0
        var bytes = 0
        var isOpen = false
        var isClosing = false
        var isFinished = false
        var consumer: CheckedContinuation<TransportEvent?, Never>?
        var closers: [CheckedContinuation<Void, Never>] = []
    }

    private let limits: BufferLimits
    private let state = Mutex(State())

    init(limits: BufferLimits) { self.limits = limits }

    /// From now on there is an end to wait for.
    func open() { state.withLock { $0.isOpen = true } }

    /// Any thread; does not block.
    func offer(_ event: TransportEvent) {
        let consumer = state.withLock { state -> CheckedContinuation<TransportEvent?, Never>? in
            guard !state.isClosing, !state.isFinished else { return nil }
            if let consumer = state.consumer {
                state.consumer = nil
                return consumer
            }
            keep(event, &state)
            return nil
        }
        consumer?.resume(returning: event)
    }

    /// The next event; nil once the link is finished. After `close` it waits for the end and yields nothing more.
    func next() async -> TransportEvent? {
        await withCheckedContinuation { continuation in
            let answer = state.withLock { state -> TransportEvent?? in
                if state.isFinished { return .some(nil) }
                if let event = take(&state) { return event }
                state.consumer = continuation
                return nil
            }
            if let answer { continuation.resume(returning: answer) }
        }
    }

    /// Nobody wants what waits any more; the end is still awaited.
    func close() {
        state.withLock { state in
            state.isClosing = true
            state.waiting = []
            state.head = 0
            state.bytes = 0
        }
    }

    /// The link has ended for good.
    func finish() {
        let (consumer, closers) = state.withLock { state in
            state.isFinished = true
            defer {
                state.consumer = nil
                state.closers = []
            }
            return (state.consumer, state.closers)
        }
        consumer?.resume(returning: nil)
        for closer in closers { closer.resume() }
    }

    /// Waits until `finish`, if it was opened.
    func finished() async {
        await withCheckedContinuation { continuation in
            let isFinished = state.withLock { state in
                let isFinished = state.isFinished || !state.isOpen
                if !isFinished { state.closers.append(continuation) }
                return isFinished
            }
            if isFinished { continuation.resume() }
        }
    }

    private func keep(_ event: TransportEvent, _ state: inout State) {
        let bytes = Self.bytes(of: event)
        if case .message = event, state.waiting.count > state.head,
            state.waiting.count - state.head >= limits.messages || state.bytes + bytes > limits.bytes
        {
            if case .dropped(let count) = state.waiting[state.waiting.count - 1] {
                state.waiting[state.waiting.count - 1] = .dropped(count + 1)
            } else {
                state.waiting.append(.dropped(1))
            }
            return
        }
        if case .disconnected = event, case .disconnected = state.waiting.last, state.waiting.count > state.head {
            // A broker that stays away fills nothing: the newest reason is the one to read.
            state.waiting[state.waiting.count - 1] = event
            return
        }
        state.bytes += bytes
        state.waiting.append(event)
    }

    private func take(_ state: inout State) -> TransportEvent? {
        guard state.head < state.waiting.count else { return nil }
        let event = state.waiting[state.head]
        // The place keeps nothing of the payload; the array is cut by halves, not at each step.
        state.waiting[state.head] = .connected
        state.head += 1
        state.bytes -= Self.bytes(of: event)
        if state.head == state.waiting.count {
            state.waiting.removeAll(keepingCapacity: state.head <= 64)
            state.head = 0
        } else if state.head >= 64, state.head * 2 >= state.waiting.count {
            state.waiting.removeFirst(state.head)
            state.head = 0
        }
        return event
    }

    private static func bytes(of event: TransportEvent) -> Int {
        if case .message(let topic, let payload, _) = event { topic.utf8.count + payload.count } else { 0 }
    }
}
