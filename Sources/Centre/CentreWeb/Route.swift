import HTTPTypes

/// What a request asks for, by method and path.
enum Route: Hashable, Sendable {
    case page, script, style, health
    case summary, devices, broadcasts, asRun, orders, answers, events, mediaList
    case device(String)
    case plan(String)
    case order(String)
    case submitOrder
    case media(String)
    case putMedia(String)
    case deleteMedia(String)

    var need: AccessRule.Need {
        switch self {
        case .page, .script, .style, .health, .media: .nothing
        case .submitOrder, .putMedia, .deleteMedia: .changing
        default: .reading
        }
    }

    /// - Throws: 404 or 405.
    init(_ method: HTTPRequest.Method, _ path: String) throws(APIError) {
        let found = Self.methods(at: path)
        guard !found.isEmpty else {
            throw .notFound(
                "no_such_path", "There is nothing at this path.",
                remedy: "docs/api.md lists the paths; check the spelling.")
        }
        guard let route = found.first(where: { $0.method == method })?.route else {
            let allowed = found.map(\.method.rawValue).joined(separator: ", ")
            throw APIError(
                .methodNotAllowed, "method_not_allowed", "This path does not take this method.",
                remedy: "It takes \(allowed)."
            ).with("Allow", allowed)
        }
        self = route
    }

    private static func methods(at path: String) -> [(method: HTTPRequest.Method, route: Route)] {
        func read(_ route: Route) -> [(method: HTTPRequest.Method, route: Route)] { [(.get, route), (.head, route)] }
        let parts = path.split(separator: "/", omittingEmptySubsequences: false).dropFirst().map(String.init)
        switch parts.count {
        case 1:
            return switch parts[0] {
            case "": read(.page)
            case "app.js": read(.script)
            case "app.css": read(.style)
            case "healthz": read(.health)
            default: []
            }
        case 2 where parts[0] == "media" && !parts[1].isEmpty:
            return read(.media(parts[1])) + [(.put, .putMedia(parts[1])), (.delete, .deleteMedia(parts[1]))]
        case 3... where parts[0] == "api" && parts[1] == "v1":
            return api(Array(parts.dropFirst(2)), read)
        default: return []
        }
    }

    private static func api(
        _ parts: [String], _ read: (Route) -> [(method: HTTPRequest.Method, route: Route)]
    ) -> [(method: HTTPRequest.Method, route: Route)] {
        switch (parts[0], parts.count) {
        case ("summary", 1): read(.summary)
        case ("devices", 1): read(.devices)
        case ("devices", 2): read(.device(parts[1]))
        case ("devices", 3) where parts[2] == "plan": read(.plan(parts[1]))
        case ("broadcasts", 1): read(.broadcasts)
        case ("asrun", 1): read(.asRun)
        case ("orders", 1): read(.orders) + [(.post, .submitOrder)]
        case ("orders", 2): read(.order(parts[1]))
        case ("answers", 1): read(.answers)
        case ("events", 1): [(.get, .events)]
        case ("media", 1): read(.mediaList)
        default: []
        }
    }
}
