import Fleet
import Hummingbird
import LoaModel
import Trust

extension CentreSite {
    static let mostBroadcasts = 2_000

    func broadcasts(_ request: Request) async throws -> Response {
        let reader = try Self.query(request, ["from", "until", "area"])
        let now = clock()
        let from = try reader.time("from") ?? now.adding(seconds: -12 * 3_600)
        let until = try reader.time("until") ?? from.adding(seconds: 24 * 3_600)
        guard from < until, until.seconds(since: from) <= 7 * 86_400 else {
            throw APIError.badParameter("until: must lie after from, by 7 days at most.")
        }
        let area = try reader.value("area") { text throws(ModelError) in try Area(text) }
        let outcomes = try await store.outcomes(from: from, until: until, area: area, limit: Self.mostBroadcasts)
        let orders = try await store.lastOrders().filter { standing in
            guard standing.inForce(at: now) else { return false }
            return area.map { standing.order.concerns($0) } ?? true
        }
        let plan = FleetPlan(orders.map(\.order), from: from, until: until, limit: Self.mostBroadcasts, zone: zone)
        let views = BroadcastView.join(plan.broadcasts, outcomes)
        return try Self.json(
            BroadcastListView(
                from: from, until: until, truncated: plan.truncated || views.count > Self.mostBroadcasts,
                broadcasts: Array(views.prefix(Self.mostBroadcasts))))
    }

    func asRuns(_ request: Request) async throws -> Response {
        let reader = try Self.query(
            request, ["device", "area", "broadcast", "outcome", "since", "until", "limit", "after"])
        let page = try await store.asRuns(
            AsRunQuery(
                device: try reader.value("device") { text throws(ModelError) in try DeviceID(text) },
                area: try reader.value("area") { text throws(ModelError) in try Area(text) },
                broadcast: try reader.value("broadcast") { text throws(ModelError) in try BroadcastID(text) },
                outcome: try reader.choice("outcome", of: AsRun.Outcome.self), since: try reader.time("since"),
                until: try reader.time("until"), limit: try reader.limit(), after: try reader.text("after")))
        return try Self.json(AsRunListView(asRun: page.elements.map { AsRunView($0) }, next: page.next))
    }
}

extension CentreOrder {
    /// Whether devices in the area may be spoken to: it lies in the audience, or the audience in it.
    func concerns(_ area: Area) -> Bool {
        switch order.audience {
        case .area(let audience): audience.contains(area) || area.contains(audience)
        case .device: true
        }
    }
}
