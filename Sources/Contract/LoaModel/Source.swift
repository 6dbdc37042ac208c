/// What a bulletin sounds like. Streams, speech and inputs are further kinds; an unknown kind is refused by name.
public enum Source: Hashable, Sendable {
    case media(MediaReference)
    /// The attention tone that every device carries in itself, for 1...60 s.
    case tone(seconds: Double)
    /// The speaker test's sweep, for 2...5 s.
    case sweep(seconds: Double)

    public var media: MediaReference? {
        if case .media(let reference) = self { reference } else { nil }
    }

    func check() throws(ModelError) {
        switch self {
        case .media(let reference): try reference.check()
        case .tone(let seconds):
            guard (1...60).contains(seconds) else {
                throw ModelError(path: "seconds", "is \(seconds); a tone lasts 1 to 60 seconds")
            }
        case .sweep(let seconds):
            guard (2...5).contains(seconds) else {
                throw ModelError(path: "seconds", "is \(seconds); a sweep lasts 2 to 5 seconds")
            }
        }
    }
}

extension Source: Codable {
    private enum Key: String, CodingKey { case kind, seconds }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        switch try container.decode(String.self, forKey: .kind) {
        case "media": self = .media(try MediaReference(from: decoder))
        case "tone": self = .tone(seconds: try container.decode(Double.self, forKey: .seconds))
        case "sweep": self = .sweep(seconds: try container.decode(Double.self, forKey: .seconds))
        case let other:
            throw DecodingError.dataCorruptedError(
                forKey: .kind, in: container,
                debugDescription: "'\(other)' is no source; known are media, tone and sweep")
        }
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        switch self {
        case .media(let reference):
            try container.encode("media", forKey: .kind)
            try reference.encode(to: encoder)
        case .tone(let seconds):
            try container.encode("tone", forKey: .kind)
            try container.encode(seconds, forKey: .seconds)
        case .sweep(let seconds):
            try container.encode("sweep", forKey: .kind)
            try container.encode(seconds, forKey: .seconds)
        }
    }
}
