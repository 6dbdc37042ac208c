import Synchronization

/// Messages between the link and the writer: what has come while a transaction was on its way goes into the next one.
///
/// Bounded. What does not fit is thrown away and counted: it was not acknowledged, so its device sends it again.
final class MessageBox: Sendable {
    struct Message: Hashable, Sendable {
        var topic: String
        var payload: [UInt8]
        var retained: Bool
    }

    struct Contents: Sendable {
        var messages: [Message] = []
        var dropped = 0
    }

    static let mostMessages = 20_000
    static let mostBytes = 64 << 20
    /// What one transaction takes: short enough that the first in it is not kept waiting.
    static let mostTogether = 2_000

    private struct State {
        var waiting: [Message] = []
        var bytes = 0
        var dropped = 0
    }

    private let state = Mutex(State())
    private let bell: AsyncStream<Void>.Continuation
    /// Rings when there is something to take; for one reader.
    let rings: AsyncStream<Void>

    init() { (rings, bell) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1)) }

    func put(_ message: Message) {
        state.withLock { state in
            guard state.waiting.count < Self.mostMessages, state.bytes + message.payload.count <= Self.mostBytes else {
                state.dropped += 1
                return
            }
            state.waiting.append(message)
            state.bytes += message.payload.count
        }
        bell.yield()
    }

    /// The transport has thrown messages away.
    func noteDropped(_ count: Int) {
        state.withLock { $0.dropped += count }
        bell.yield()
    }

    func take() -> Contents {
        state.withLock { state in
            let taken = Array(state.waiting.prefix(Self.mostTogether))
            state.waiting.removeFirst(taken.count)
            state.bytes -= taken.reduce(0) { $0 + $1.payload.count }
            defer { state.dropped = 0 }
            return Contents(messages: taken, dropped: state.dropped)
        }
    }

    func close() { bell.finish() }
}
