import Synchronization
import Trust

/// The centre's copy of the trust list, which a test can take away.
final class TrustBox: Sendable {
    struct Gone: Error {}

    private let list: Mutex<TrustList?>

    init(_ list: TrustList) { self.list = Mutex(list) }

    func read() throws -> TrustList {
        guard let list = list.withLock({ $0 }) else { throw Gone() }
        return list
    }

    func takeAway() { list.withLock { $0 = nil } }
}
