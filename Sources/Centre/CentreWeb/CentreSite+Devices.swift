import CentreLink
import Fleet
import HTTPTypes
import Hummingbird
import LoaModel
import Trust

extension CentreSite {
    func health() async throws -> Response {
        let status = await desk.status()
        do {
            _ = try await store.counts(at: clock(), silentAfter: silentAfterSeconds)
        } catch {
            return try Self.json(
                HealthView(status: "failing", version: version, broker: nil, message: "\(error)"),
                status: .serviceUnavailable)
        }
        let broker = status.broker.connected ? "connected" : "disconnected"
        return try Self.json(HealthView(status: "ok", version: version, broker: broker, message: nil))
    }

    func summary() async throws -> Response {
        let now = clock()
        let counts = try await store.counts(at: now, silentAfter: silentAfterSeconds)
        let status = await desk.status()
        return try Self.json(
            SummaryView(
                now: now, version: version, silentMinutes: silentAfterSeconds / 60, devices: .init(counts),
                openFaults: counts.openFaults, broker: BrokerView(status.broker), messages: .init(status.messages),
                trustVersion: status.trustVersion))
    }

    func devices(_ request: Request) async throws -> Response {
        let reader = try Self.query(request, ["area", "state", "q", "limit", "after"])
        var query = DeviceQuery(
            area: try reader.value("area") { text throws(ModelError) in try Area(text) },
            text: try reader.text("q", longest: 64), silentAfterSeconds: silentAfterSeconds,
            limit: try reader.limit(), after: try reader.text("after", longest: 64))
        if try reader.text("state") == "faulty" {
            query.faulty = true
        } else {
            query.condition = try reader.choice("state", of: DeviceCondition.self)
        }
        let now = clock()
        let page = try await store.devices(query, at: now)
        let total = try await store.count(query, at: now)
        return try Self.json(
            DeviceListView(
                devices: page.elements.map { DeviceView($0, at: now, silentAfter: silentAfterSeconds) }, total: total,
                next: page.next))
    }

    func device(_ text: String) async throws -> Response {
        let record = try await known(try Self.device(text))
        let now = clock()
        let faults = try await store.faults(
            of: record.device, clearedAfter: now.adding(seconds: -7 * 86_400), limit: 100)
        let running = try await store.asRuns(AsRunQuery(device: record.device, outcome: .running, limit: 20))
        let view = DeviceDetailView(
            summary: DeviceView(record, at: now, silentAfter: silentAfterSeconds), record: record,
            faults: faults.map(FaultView.init), orders: try await orders(speakingTo: record, at: now),
            running: running.elements.map { AsRunView($0) })
        return try Self.json(["device": view])
    }

    func plan(_ text: String, _ request: Request) async throws -> Response {
        let reader = try Self.query(request, ["hours", "from"])
        let record = try await known(try Self.device(text))
        guard let area = record.area else {
            throw APIError(
                .conflict, "area_unknown", "Device '\(record.device)' has not yet said where it stands.",
                remedy: "Wait for its first health report.")
        }
        let from = try reader.time("from") ?? clock()
        let until = from.adding(seconds: Double(try reader.number("hours", in: 1...744) ?? 24) * 3_600)
        let schedules = try await store.lastOrders()
            .filter { $0.inForce(at: clock()) && $0.order.speaks(to: record.device, in: area) }.map(\.order)
        let plan = FleetPlan(schedules, from: from, until: until, limit: 5_000, zone: zone)
        return try Self.json(
            PlanView(
                device: record.device, area: area, from: from, until: until, truncated: plan.truncated,
                broadcasts: plan.broadcasts.map(PlannedView.init)))
    }

    private func known(_ device: DeviceID) async throws -> DeviceRecord {
        guard let record = try await store.devices([device]).first else {
            throw APIError.notFound(
                "unknown_device", "No device '\(device)' has been heard of.",
                remedy: "Check the id; a new device shows once it has reached the broker.")
        }
        return record
    }

    private func orders(speakingTo record: DeviceRecord, at now: Timestamp) async throws -> [OrderView] {
        let published = await desk.status().published
        var views: [OrderView] = []
        for standing in try await store.lastOrders()
        where standing.inForce(at: now) && standing.order.speaks(to: record.device, in: record.area) {
            var view = OrderView(standing, published: published.contains(standing.order.hash), at: now)
            let answers = try await store.answers(
                AnswerQuery(order: standing.order.hash, device: record.device, limit: 1))
            view.answer = answers.elements.first.map {
                .init(outcome: $0.answer.outcome, code: $0.answer.code, detail: $0.answer.detail, at: $0.at)
            }
            views.append(view)
        }
        return views
    }
}
