import LoaModel
import Synchronization

/// A UTC clock that the test moves.
final class HandClock: Sendable {
    private let time = Mutex(Sample.now)

    var now: Timestamp { time.withLock { $0 } }
    var reader: @Sendable () -> Timestamp { { [self] in now } }

    func advance(seconds: Double) { time.withLock { $0 = $0.adding(seconds: seconds) } }
}
