public import Fleet
import Foundation
import GRDB
public import LoaModel
import Trust

extension FleetDatabase: FleetStoring {
    public func orders(_ query: OrderQuery, at now: Timestamp) async throws(FleetStoreError) -> Page<OrderStanding> {
        var list = ListStatement("\(Self.columns), o.id AS row, o.received AS mark FROM orders o")
        if query.inForce { list.add("o.last = 1 AND o.expires > ?", now.nanoseconds) }
        list.add("o.type = ?", query.type?.rawValue)
        list.add("o.issuer = ?", query.issuer?.text)
        list.add("o.audience = ?", query.audience?.description)
        try list.continueAfter(query.after, value: "o.received", row: "o.id")
        let statement = list
        return try await read { [orderCache] database in
            try statement.page(query.limit, in: database) { try Self.standing($0, orderCache, in: database) }
        }
    }

    public func order(_ hash: String) async throws(FleetStoreError) -> OrderStanding? {
        try await read { [orderCache] database in
            let row = try Row.fetchOne(
                database, sql: "SELECT \(Self.columns) FROM orders o WHERE hash = ?", arguments: [hash])
            return try row.flatMap { try Self.standing($0, orderCache, in: database) }
        }
    }

    public func lastOrders() async throws(FleetStoreError) -> [OrderStanding] {
        try await read { [orderCache] database in
            try Row.fetchAll(database, sql: "SELECT \(Self.columns) FROM orders o WHERE last = 1 ORDER BY id")
                .compactMap { try Self.standing($0, orderCache, in: database) }
        }
    }

    static func keep(_ order: CentreOrder, in database: Database) throws {
        let stream = order.order.stream.description
        try database.run("UPDATE orders SET last = 0 WHERE stream = ? AND last = 1", [stream])
        try database.run(
            """
            INSERT INTO orders (hash, stream, type, issuer, audience, seq, expires, received, last, cleared, compact)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, 1, 0, ?)
            """,
            [
                order.hash, stream, order.order.body.type.rawValue, order.order.issuer.text,
                order.order.audience.description, order.order.sequence, order.expires.nanoseconds,
                order.received.nanoseconds, Data(order.compact),
            ])
    }

    /// The text itself is read only when the order is not in the cache: schedules are long.
    private static let columns = """
        o.hash, o.received, o.last, o.cleared,
            (SELECT count(*) FROM answers a WHERE a.order_hash = o.hash AND a.outcome = 'accepted') AS accepted,
            (SELECT count(*) FROM answers a WHERE a.order_hash = o.hash AND a.outcome = 'refused') AS refused
        """

    private static func standing(_ row: Row, _ cache: OrderCache, in database: Database) throws -> OrderStanding? {
        let hash: String = row["hash"]
        let order = try cache.order(hash) {
            let compact = try Data.fetchOne(
                database, sql: "SELECT compact FROM orders WHERE hash = ?", arguments: [hash])
            return try compact.map {
                try CentreOrder(
                    stored: [UInt8]($0), hash: hash, received: Timestamp(nanoseconds: row["received"]))
            }
        }
        return order.map {
            OrderStanding(
                order: $0, isLast: row["last"], isCleared: row["cleared"], accepted: row["accepted"],
                refused: row["refused"])
        }
    }
}
