public import LoaModel
import Synchronization

/// Where every flow says what is wrong with it. Any thread; never blocks for long.
public final class FaultRegister: Sendable {
    private let board = Mutex(FaultBoard())
    private let now: @Sendable () -> Timestamp
    private let changed: @Sendable (Fault) -> Void

    /// - Parameters:
    ///   - now: the device's clock.
    ///   - changed: told of each fault that was raised or cleared, outside the lock, on the caller's thread.
    public init(now: @escaping @Sendable () -> Timestamp, changed: @escaping @Sendable (Fault) -> Void) {
        self.now = now
        self.changed = changed
    }

    public func raise(_ code: FaultCode, by originator: String, _ detail: String) {
        let time = now()
        if let fault = board.withLock({ $0.raise(code, by: originator, detail: detail, at: time) }) { changed(fault) }
    }

    public func clear(_ code: FaultCode, by originator: String) {
        let time = now()
        if let fault = board.withLock({ $0.clear(code, by: originator, at: time) }) { changed(fault) }
    }

    public var current: [Fault] { board.withLock { $0.current } }
}
