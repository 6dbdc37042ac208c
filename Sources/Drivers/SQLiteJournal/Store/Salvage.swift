import CentreLink
import Journal
import LoaModel
import Trust

/// What can be saved from a journal that was put aside: the orders that are still whole, so that a schedule plays on
/// and a replayed order is still refused before the centre can be asked again.
enum Salvage {
    /// Orders whose text still has its hash. All that is said of them is taken from that text: a number on a damaged
    /// page could lock an authority out. Alerts leave their number alone: whether one is over is no longer known, and
    /// it must not sound again.
    static func orders(from aside: JournalFile) -> [StoredOrder] {
        guard let database = try? aside.openForReading() else { return [] }
        var orders: [StoredOrder] = []
        // What was read before a damaged page is kept.
        _ = try? database.rows("SELECT hash, compact FROM accepted") { (row) throws(JournalError) in
            if let hash = try? row.text(0), let compact = try? row.blob(1), let order = order(compact, hash) {
                orders.append(order)
            }
        }
        return orders
    }

    private static func order(_ compact: [UInt8], _ hash: String) -> StoredOrder? {
        guard orderHash(compact) == hash, let jws = try? CompactJWS(parsing: compact, limit: Order.maximumBytes),
            let order = try? JSON.decode(Order.self, from: jws.payload)
        else { return nil }
        return StoredOrder(
            stream: order.stream, type: order.body.type, sequence: order.sequence, hash: hash,
            compact: order.stream.kind == .schedule ? compact : [], received: Timestamp(seconds: order.issuedAt))
    }
}
