extension Decoder {
    /// Reads one string and checks it; what is wrong becomes a `DecodingError` that still knows its path.
    public func checked<Value>(_ parse: (String) throws -> Value) throws -> Value {
        let container = try singleValueContainer()
        let text = try container.decode(String.self)
        do {
            return try parse(text)
        } catch {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "\(error)")
        }
    }
}

extension Encoder {
    public func single(_ text: String) throws {
        var container = singleValueContainer()
        try container.encode(text)
    }
}

extension DecodingError {
    /// The error as one sentence with the path of the value: `body.bulletins[3].start: ...`.
    public var asModelError: ModelError {
        switch self {
        case .keyNotFound(let key, let context):
            ModelError(path: Self.path(context.codingPath + [key]), "is missing")
        case .typeMismatch(let type, let context):
            ModelError(path: Self.path(context.codingPath), "is not a \(Self.plainName(of: type))")
        case .valueNotFound(_, let context):
            ModelError(path: Self.path(context.codingPath), "must not be null")
        case .dataCorrupted(let context) where context.debugDescription.contains("not valid JSON"):
            // The decoder says no more than that, be it a brace or a fraction where a whole number is wanted.
            ModelError("is not valid JSON, or a number in it is too large or no whole number where one is wanted")
        case .dataCorrupted(let context):
            ModelError(path: Self.path(context.codingPath), context.debugDescription)
        @unknown default:
            ModelError("cannot be read")
        }
    }

    private static func path(_ keys: [any CodingKey]) -> String {
        keys.reduce(into: "") { path, key in
            if let index = key.intValue {
                path += "[\(index)]"
            } else {
                path += path.isEmpty ? key.stringValue : ".\(key.stringValue)"
            }
        }
    }

    private static func plainName(of type: any Any.Type) -> String {
        switch type {
        case is String.Type: "string"
        case is Bool.Type: "true or false"
        case is Int.Type, is Int64.Type, is UInt64.Type: "whole number"
        case is Double.Type: "number"
        default: String(describing: type).hasPrefix("Array") ? "list" : "JSON object of the documented shape"
        }
    }
}
