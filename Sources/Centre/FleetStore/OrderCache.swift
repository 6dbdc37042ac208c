import Fleet
import Synchronization

/// Orders by hash; an order never changes, so an entry is never wrong. Bounded by bytes of text.
final class OrderCache: Sendable {
    static let mostBytes = 32 << 20

    private struct Contents {
        var orders: [String: CentreOrder] = [:]
        var bytes = 0
    }

    private let contents = Mutex(Contents())

    func order(_ hash: String, orElse read: () throws -> CentreOrder?) rethrows -> CentreOrder? {
        if let known = contents.withLock({ $0.orders[hash] }) { return known }
        guard let order = try read() else { return nil }
        contents.withLock { contents in
            if contents.bytes + order.compact.count > Self.mostBytes { contents = Contents() }
            if contents.orders.updateValue(order, forKey: hash) == nil { contents.bytes += order.compact.count }
        }
        return order
    }
}
