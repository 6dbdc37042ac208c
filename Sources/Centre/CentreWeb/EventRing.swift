public import Fleet
public import LoaModel
import Synchronization

/// The last events, and who reads them live. A reader that comes back names the last it has; what it missed follows.
public final class EventRing: FleetWatching {
    static let mostReaders = 200
    /// A reader may be this far behind before it is cut off; it comes back with its last id.
    static let mostUnread = 512

    private struct Reader {
        var id: Int
        var stream: AsyncStream<String>.Continuation
    }

    private struct State {
        var frames: [String] = []
        var firstNumber = 1
        var readers: [Reader] = []
        var nextReader = 1
        var isClosed = false
    }

    private let state = Mutex(State())
    private let boot: String
    private let capacity: Int
    private let encoder: EventEncoder

    /// - Parameters:
    ///   - boot: differs at each start of the centre, so that numbers of an earlier run are known as such.
    ///   - capacity: how many events are held.
    public init(
        boot: String, capacity: Int = 2_000, silentAfterSeconds: Int64, clock: @escaping @Sendable () -> Timestamp
    ) {
        self.boot = boot
        self.capacity = capacity
        encoder = EventEncoder(silentAfterSeconds: silentAfterSeconds, clock: clock)
    }

    public func tell(_ events: [FleetEvent]) {
        let encoded = events.compactMap(encoder.encode)
        guard !encoded.isEmpty else { return }
        let late = state.withLock { state in
            var late: [Reader] = []
            for (name, data) in encoded {
                let number = state.firstNumber + state.frames.count
                let frame = "id: \(boot)-\(number)\nevent: \(name)\ndata: \(data)\n\n"
                state.frames.append(frame)
                late += Self.send(frame, to: &state)
            }
            // Cut in larger steps, so that not each event moves the whole ring.
            let surplus = state.frames.count - capacity
            if surplus >= max(1, capacity / 4) {
                state.frames.removeFirst(surplus)
                state.firstNumber += surplus
            }
            return late
        }
        for reader in late { reader.stream.finish() }
    }

    /// A line that means nothing, so that both ends see whether the other is there.
    public func beat() {
        let late = state.withLock { Self.send(": \n\n", to: &$0) }
        for reader in late { reader.stream.finish() }
    }

    /// Ends all readers; later ones are ended at once.
    public func close() {
        let readers = state.withLock { state in
            state.isClosed = true
            defer { state.readers = [] }
            return state.readers
        }
        for reader in readers { reader.stream.finish() }
    }

    /// Frames as they go on the wire, from behind the event `lastID` on; nil for too many readers.
    func read(after lastID: String?) -> AsyncStream<String>? {
        let (stream, continuation) = AsyncStream.makeStream(
            of: String.self, bufferingPolicy: .bufferingOldest(Self.mostUnread + capacity + capacity / 4))
        let id: Int? = state.withLock { state in
            guard !state.isClosed, state.readers.count < Self.mostReaders else { return nil }
            continuation.yield("retry: 2000\n\n")
            for frame in missed(since: lastID, in: state) { continuation.yield(frame) }
            defer { state.nextReader += 1 }
            state.readers.append(Reader(id: state.nextReader, stream: continuation))
            return state.nextReader
        }
        guard let id else { return nil }
        continuation.onTermination = { [weak self] _ in
            self?.state.withLock { state in state.readers.removeAll { $0.id == id } }
        }
        return stream
    }

    private func missed(since lastID: String?, in state: State) -> ArraySlice<String> {
        guard let lastID else { return [] }
        let parts = lastID.split(separator: "-", maxSplits: 1)
        let next = state.firstNumber + state.frames.count
        guard parts.count == 2, parts[0] == boot, let last = Int(parts[1]), last >= state.firstNumber - 1, last < next
        else { return ["id: \(boot)-\(next - 1)\nevent: reset\ndata: {}\n\n"] }
        return state.frames[(last + 1 - state.firstNumber)...]
    }

    /// - Returns: readers that are too slow; they are out already, and to be finished outside the lock.
    private static func send(_ frame: String, to state: inout State) -> [Reader] {
        var late: [Reader] = []
        for reader in state.readers {
            if case .dropped = reader.stream.yield(frame) { late.append(reader) }
        }
        if !late.isEmpty {
            let gone = Set(late.map(\.id))
            state.readers.removeAll { gone.contains($0.id) }
        }
        return late
    }
}
