/// What is asked of a server.
public struct HTTPRequest: Hashable, Sendable {
    public enum Body: Hashable, Sendable {
        case bytes([UInt8])
        /// The path of a file, sent as it is read; it does not enter memory.
        case file(String)
    }

    /// `GET`, `HEAD`, `PUT`, `POST`, `DELETE`.
    public var method: String
    /// Absolute, http or https.
    public var url: String
    public var headers: [HTTPHeader]
    public var body: Body?
    public var limits: HTTPLimits

    public init(
        _ method: String = "GET", _ url: String, headers: [HTTPHeader] = [], body: Body? = nil,
        limits: HTTPLimits = HTTPLimits()
    ) {
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
        self.limits = limits
    }
}

/// One line of a header.
public struct HTTPHeader: Hashable, Sendable {
    public var name: String
    public var value: String

    public init(_ name: String, _ value: String) {
        self.name = name
        self.value = value
    }

    /// Neither part may break the line: whoever could, would write headers of his own.
    var isSafe: Bool {
        let text = name.utf8.elementsEqual(name.utf8.filter { (33...126).contains($0) && $0 != 58 })
        return text && !name.isEmpty && !value.utf8.contains { $0 < 32 && $0 != 9 || $0 == 127 }
    }
}
