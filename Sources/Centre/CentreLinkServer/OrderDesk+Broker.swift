import CentreLink
import Fleet
import LoaModel
import Logging
import Trust

extension OrderDesk {
    /// The broker is there: every order in force is given to it again, and the topics of expired ones are cleared.
    func connected(at now: Timestamp) async {
        set(BrokerStatus(connected: true, since: now))
        published = []
        do {
            for standing in try await store.lastOrders() {
                if standing.order.hasExpired(at: now) {
                    clear(standing.order)
                } else {
                    _ = publish(standing.order, at: now)
                }
            }
        } catch {
            log.error("orders not read", metadata: ["reason": "\(error)"])
        }
    }

    func disconnected(_ reason: String, at now: Timestamp) {
        if broker.connected || broker.reason != reason {
            log.warning("broker not connected", metadata: ["reason": "\(reason)"])
        }
        set(BrokerStatus(connected: false, since: broker.connected ? now : broker.since, reason: reason))
    }

    private func set(_ status: BrokerStatus) {
        let isNews = status.connected != broker.connected
        broker = status
        if isNews { watcher.tell([.broker(status)]) }
    }

    /// Gives the order to the broker, retained, under its stream's topic.
    /// - Returns: false when it has expired, or the broker is not there: then it is given at the next connect.
    func publish(_ order: CentreOrder, at now: Timestamp) -> Bool {
        guard broker.connected, !order.hasExpired(at: now) else { return false }
        let message = OutgoingMessage(
            topic: Topics.order(order.order.stream), payload: order.compact, retained: true)
        do {
            try transport.publish(message)
            published.insert(order.hash)
            return true
        } catch {
            log.warning("order not published", metadata: ["order.hash": "\(order.hash)", "reason": "\(error)"])
            return false
        }
    }

    /// Takes from the broker what has expired since: a device that starts later is not told of it.
    func clearExpired(at now: Timestamp) async {
        guard broker.connected, let orders = try? await store.lastOrders() else { return }
        for standing in orders where !standing.isCleared && standing.order.hasExpired(at: now) {
            guard clear(standing.order) else { return }
            try? await store.write([.cleared(order: standing.order.hash)])
            watcher.tell([.order(standing)])
        }
    }

    @discardableResult
    private func clear(_ order: CentreOrder) -> Bool {
        let message = OutgoingMessage(topic: Topics.order(order.order.stream), payload: [], retained: true)
        guard (try? transport.publish(message)) != nil else { return false }
        published.remove(order.hash)
        return true
    }
}
