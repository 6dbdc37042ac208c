import FoundationEssentials
import HTTPTypes

/// An answer that says what happened, to what, and what to do.
struct APIError: Error, Hashable {
    var status: HTTPResponse.Status
    var code: String
    var message: String
    var remedy: String
    var headers: [String: String] = [:]

    init(_ status: HTTPResponse.Status, _ code: String, _ message: String, remedy: String) {
        self.status = status
        self.code = code
        self.message = message
        self.remedy = remedy
    }

    static func badParameter(_ message: String) -> APIError {
        APIError(
            .badRequest, "bad_parameter", message, remedy: "Correct the parameter; docs/api.md lists what is allowed.")
    }

    static func notFound(_ code: String, _ message: String, remedy: String) -> APIError {
        APIError(.notFound, code, message, remedy: remedy)
    }

    func with(_ name: String, _ value: String) -> APIError {
        var copy = self
        copy.headers[name] = value
        return copy
    }
}

/// The JSON of an error.
struct ErrorView: Encodable {
    struct Content: Encodable {
        var code: String
        var message: String
        var remedy: String
    }

    var error: Content

    init(_ error: APIError) {
        self.error = Content(code: error.code, message: error.message, remedy: error.remedy)
    }
}
