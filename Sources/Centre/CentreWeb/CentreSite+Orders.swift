import CentreLink
import Fleet
import HTTPTypes
import Hummingbird
import LoaModel
import Trust

extension CentreSite {
    func orders(_ request: Request) async throws -> Response {
        let reader = try Self.query(request, ["in_force", "type", "iss", "aud", "limit", "after"])
        let query = OrderQuery(
            inForce: try reader.flag("in_force"), type: try reader.choice("type", of: OrderType.self),
            issuer: try reader.value("iss") { text throws(ModelError) in try AuthorityID(text) },
            audience: try reader.value("aud") { text throws(ModelError) in try Audience(text) },
            limit: try reader.limit(), after: try reader.text("after"))
        let now = clock()
        let page = try await store.orders(query, at: now)
        let published = await desk.status().published
        return try Self.json(
            OrderListView(
                orders: page.elements.map { OrderView($0, published: published.contains($0.order.hash), at: now) },
                next: page.next))
    }

    func order(_ hash: String) async throws -> Response {
        guard let standing = try await store.order(hash) else {
            throw APIError.notFound(
                "unknown_order", "The centre holds no order of this hash.",
                remedy: "GET /api/v1/orders lists those that it holds.")
        }
        let published = await desk.status().published
        var view = OrderView(standing, published: published.contains(hash), at: clock())
        view.addBody(of: standing.order)
        return try Self.json(["order": view])
    }

    func submit(_ request: Request) async throws -> Response {
        let type = request.headers[.contentType]?.split(separator: ";").first?.lowercased() ?? ""
        guard ["application/jose", "text/plain"].contains(type) else {
            throw APIError(
                .unsupportedMediaType, "unsupported_content_type", "An order is sent as application/jose.",
                remedy: "Send the compact JWS itself with Content-Type: application/jose.")
        }
        var body: [UInt8] = []
        for try await chunk in request.body {
            body += chunk.readableBytesView
            guard body.count <= Order.maximumBytes else {
                throw APIError(
                    .contentTooLarge, "too_large", "An order has at most \(Order.maximumBytes) bytes.",
                    remedy: "Plan less in one schedule, or split it over areas.")
            }
        }
        // A file's line end is no part of the order.
        while let last = body.last, [0x0A, 0x0D, 0x20].contains(last) { body.removeLast() }
        let taken: TakenOrder
        do {
            taken = try await desk.take(body)
        } catch {
            throw try Self.error(of: error)
        }
        let view = OrderView(taken.order, published: taken.published, at: clock())
        return try Self.json(["order": view], status: taken.isNew ? (taken.published ? .created : .accepted) : .ok)
    }

    func answers(_ request: Request) async throws -> Response {
        let reader = try Self.query(request, ["order", "device", "outcome", "limit", "after"])
        let page = try await store.answers(
            AnswerQuery(
                order: try reader.text("order", longest: 64),
                device: try reader.value("device") { text throws(ModelError) in try DeviceID(text) },
                outcome: try reader.choice("outcome", of: Answer.Outcome.self), limit: try reader.limit(),
                after: try reader.text("after")))
        return try Self.json(AnswerListView(answers: page.elements.map(AnswerView.init), next: page.next))
    }

    private static func error(of problem: OrderProblem) throws(FleetStoreError) -> APIError {
        switch problem {
        case .storeFailed(let error): throw error
        case .trustUnreadable(let reason):
            return APIError(
                .serviceUnavailable, "trust_unreadable", "The centre's trust list cannot be used: \(reason).",
                remedy: "Give the centre the list that the root key signed (--trust, --root-key).")
        case .deviceUnknown(let device):
            return APIError(
                .conflict, "device_unknown", "Device '\(device)' has not yet said where it stands.",
                remedy: "Wait for its first health report, or send the order to its area.")
        case .refused(let refusal):
            return APIError(
                status(of: refusal.code), refusal.code.rawValue, "\(refusal.detail).", remedy: remedy(for: refusal.code)
            )
        }
    }

    private static func status(of code: Refusal.Code) -> HTTPResponse.Status {
        switch code {
        case .tooLarge: .contentTooLarge
        case .replayed: .conflict
        default: .unprocessableContent
        }
    }

    private static func remedy(for code: Refusal.Code) -> String {
        switch code {
        case .tooLarge: "Plan less in one schedule, or split it over areas."
        case .malformed, .unsupportedAlgorithm: "Sign with Ed25519 as a compact JWS; docs/protocol.md has the form."
        case .unknownKey, .badSignature, .wrongIssuer:
            "Sign with a key that the trust list names for this authority; renew the centre's list where it is new."
        case .unsupportedVersion, .unknownOrder: "Use a protocol that this centre speaks, or update the centre."
        case .notForThisDevice: "Correct aud."
        case .areaNotPermitted, .orderNotPermitted, .classNotPermitted, .quietHoursNotPermitted, .gainNotPermitted:
            "Stay within the authority's rights, or have the trust list changed by who holds the root key."
        case .notYetValid, .expired: "Correct nbf and exp, and the clock of the machine that signed."
        case .replayed: "Send the order with a higher seq."
        case .invalidBody: "Correct the value that the message names."
        }
    }
}
