import Journal
import LoaModel
import Logging
import Scheduling
import Trust
import Uplink

/// What the journal remembers, as the conductor takes it. Orders were judged when they arrived; here they are only
/// read again, with their signature, since a disk can change a byte.
struct Remembered {
    var past: DevicePast
    var schedules: [AcceptedOrder]

    init(_ contents: JournalContents, verifier trust: TrustList, log: Logger) {
        var schedules: [AcceptedOrder] = []
        var alerts: [ActiveAlert] = []
        let finished = Set(contents.finished)
        for stored in contents.orders {
            guard !stored.compact.isEmpty else { continue }
            do {
                let order = try Order(rereading: stored.compact, trust: trust)
                switch order.body {
                case .schedule:
                    schedules.append(AcceptedOrder(order: order, hash: stored.hash, received: stored.received))
                case .alert(let alert):
                    let active = ActiveAlert(order, alert)
                    if Self.wasCutOff(active.broadcast, stored, contents) { alerts.append(active) }
                case .cancel, .command: break
                }
            } catch {
                log.error("stored order not readable", metadata: ["order.hash": "\(stored.hash)", "error": "\(error)"])
            }
        }
        self.schedules = schedules
        past = DevicePast(
            finished: finished, unfinished: contents.unfinished, alerts: alerts,
            lastAlive: contents.lowerBound > .epoch ? contents.lowerBound : nil)
    }

    /// Whether the power went while the alert sounded, or between its order and its first record. An alert that is
    /// over must never sound again, however long its order is valid and however short the journal's memory of it is.
    private static func wasCutOff(_ broadcast: BroadcastID, _ order: StoredOrder, _ contents: JournalContents) -> Bool {
        if contents.unfinished.contains(where: { $0.broadcast == broadcast }) { return true }
        return !contents.finished.contains(broadcast) && order.received >= contents.lowerBound.adding(seconds: -600)
    }
}
