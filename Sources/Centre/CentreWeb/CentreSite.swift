public import CivilCalendar
public import Fleet
import HTTPTypes
import Hummingbird
public import LoaModel
import Logging
import Trust

/// The centre's API and its page (docs/api.md). Keeps nothing itself: it asks the store, the shelf and the order desk.
public struct CentreSite: Sendable {
    let store: any FleetStoring
    let shelf: any MediaShelving
    let desk: any OrderTaking
    let ring: EventRing
    let rule: AccessRule
    let version: String
    let silentAfterSeconds: Int64
    let zone: @Sendable (String) -> ZoneRules?
    let clock: @Sendable () -> Timestamp

    /// - Parameters:
    ///   - token: nil where nothing may be changed and the address is a loopback one.
    ///   - zone: the rules of an IANA zone, nil for an unknown one.
    public init(
        store: any FleetStoring, shelf: any MediaShelving, desk: any OrderTaking, ring: EventRing, token: AccessToken?,
        version: String, silentAfterSeconds: Int64, zone: @escaping @Sendable (String) -> ZoneRules?,
        clock: @escaping @Sendable () -> Timestamp
    ) {
        self.store = store
        self.shelf = shelf
        self.desk = desk
        self.ring = ring
        rule = AccessRule(token: token)
        self.version = version
        self.silentAfterSeconds = silentAfterSeconds
        self.zone = zone
        self.clock = clock
    }

    /// Answers any request; what goes wrong becomes an error of the API.
    func respond(to request: Request, context: BasicRequestContext) async -> Response {
        var response: Response
        do {
            response = try await route(request, context)
        } catch let error as APIError {
            response = Self.response(error)
        } catch let error as FleetStoreError where error == .badMark {
            response = Self.response(.badParameter("\(error)."))
        } catch let error as FleetStoreError {
            context.logger.error("store failed", metadata: ["reason": "\(error)"])
            response = Self.response(
                APIError(
                    .serviceUnavailable, "store_failed", "The database did not answer: \(error).",
                    remedy: "Look at the space and the rights of the centre's data folder."))
        } catch {
            context.logger.error("request failed", metadata: ["reason": "\(error)"])
            response = Self.response(
                APIError(
                    .internalServerError, "internal", "The centre failed at this request (\(context.id)).",
                    remedy: "Look for this id in the centre's log."))
        }
        SecurityHeaders.add(to: &response.headers)
        return request.method == .head ? response.createHeadResponse() : response
    }

    private func route(_ request: Request, _ context: BasicRequestContext) async throws -> Response {
        let route = try Route(request.method, request.uri.path)
        try rule.check(
            route.need, authorization: request.headers[.authorization], host: request.head.authority)
        switch route {
        case .page: return Self.file(PackageResources.index_html, "text/html; charset=utf-8")
        case .script: return Self.file(PackageResources.app_js, "text/javascript; charset=utf-8")
        case .style: return Self.file(PackageResources.app_css, "text/css; charset=utf-8")
        case .health: return try await health()
        case .summary: return try await summary()
        case .devices: return try await devices(request)
        case .device(let id): return try await device(id)
        case .plan(let id): return try await plan(id, request)
        case .broadcasts: return try await broadcasts(request)
        case .asRun: return try await asRuns(request)
        case .orders: return try await orders(request)
        case .order(let hash): return try await order(hash)
        case .submitOrder: return try await submit(request)
        case .answers: return try await answers(request)
        case .events: return try events(request)
        case .mediaList: return try await mediaList(request)
        case .media(let hash): return try await media(hash, request, context)
        case .putMedia(let hash): return try await putMedia(hash, request)
        case .deleteMedia(let hash): return try await deleteMedia(hash)
        }
    }

    static func query(_ request: Request, _ allowed: [String] = []) throws(APIError) -> QueryReader {
        try QueryReader(
            request.uri.queryParameters.map { (name: String($0.key), value: String($0.value)) }, allowed: allowed)
    }

    static func device(_ text: String) throws(APIError) -> DeviceID {
        do { return try DeviceID(text) } catch { throw .badParameter("\(error).") }
    }
}
