import CMosquitto

/// Ends a connection in good order: waits briefly for what was published, then says DISCONNECT, so that the broker
/// does not publish the will.
struct Farewell {
    private var begunAt: Double?
    private var saidAt: Double?

    var isBegun: Bool { begunAt != nil }

    /// Called at each turn once the link is to end.
    mutating func advance(_ raw: OpaquePointer, _ connection: Connection, _ shared: SharedLink, now: Double) {
        let begun = begunAt ?? now
        begunAt = begun
        guard saidAt == nil else { return }
        let waitsForBroker = connection.welcomedAt != nil && shared.unconfirmed > 0
        guard !waitsForBroker || now - begun >= NetworkLoop.farewellSeconds else { return }
        shared.disconnected()
        saidAt = now
        mosquitto_disconnect(raw)
    }

    /// The broker closes the connection when it has read the good-bye; it is not waited for long.
    func isOver(at now: Double) -> Bool { saidAt.map { now - $0 > 0.3 } ?? false }
}
