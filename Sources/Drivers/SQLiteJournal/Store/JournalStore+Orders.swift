import Journal
import LoaModel
import Trust

/// The last accepted order of each stream.
extension JournalStore {
    func keep(_ order: StoredOrder) throws(JournalError) { try Self.keep(order, in: try database()) }

    static func keep(_ order: StoredOrder, in database: Database) throws(JournalError) {
        try database.run(
            """
            INSERT OR REPLACE INTO accepted (kind, audience, issuer, type, sequence, hash, received, compact)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            """,
            .text(order.stream.kind.rawValue), .text(order.stream.audience.description),
            .text(order.stream.issuer.text), .text(order.type.rawValue), .integer(order.sequence), .text(order.hash),
            .integer(order.received.nanoseconds), .blob(order.compact))
    }

    func orders(_ database: Database) throws(JournalError) -> [StoredOrder] {
        try database.rows(
            """
            SELECT kind, audience, issuer, type, sequence, hash, received, compact FROM accepted
            ORDER BY kind, audience, issuer
            """
        ) { (row) throws(JournalError) in
            guard let kind = OrderStream.Kind(rawValue: try row.text(0)), let audience = try? Audience(try row.text(1)),
                let issuer = try? AuthorityID(try row.text(2)), let type = OrderType(rawValue: try row.text(3))
            else { throw .damaged("a stored order's stream cannot be read") }
            return StoredOrder(
                stream: OrderStream(issuer: issuer, audience: audience, kind: kind), type: type,
                sequence: try row.integer(4), hash: try row.text(5), compact: try row.blob(7),
                received: Timestamp(nanoseconds: try row.integer(6)))
        }
    }
}
