/// What a bulletin sounds like. An unknown kind is refused by name.
public indirect enum Source: Hashable, Sendable {
    case media(MediaReference)
    /// The attention tone that every device carries in itself, for 1...60 s.
    case tone(seconds: Double)
    /// The speaker test's sweep, for 2...5 s.
    case sweep(seconds: Double)
    /// A text that the device speaks, and what sounds where it cannot.
    case speech(Speech, fallback: Source?)
    /// Live sound from a network address, until its time is over, and what sounds where it does not.
    case stream(address: String, fallback: Source?)
    /// Live sound from an input of the site, by the name that its settings give it, and what sounds where the site has no
    /// such input or it gives no sound.
    case line(name: String, fallback: Source?)

    /// The sources after the first that a chain of fallbacks may have.
    public static let maximumFallbacks = 4

    /// The media of the whole chain: what a device fetches for it.
    public var media: [MediaReference] {
        chain.compactMap { if case .media(let media) = $0 { media } else { nil } }
    }

    /// The texts of the whole chain: what a device renders ahead for it.
    public var speech: [Speech] {
        chain.compactMap { if case .speech(let speech, _) = $0 { speech } else { nil } }
    }

    /// What is played in place of it where it cannot sound.
    public var fallback: Source? {
        switch self {
        case .media, .tone, .sweep: nil
        case .speech(_, let fallback), .stream(_, let fallback), .line(_, let fallback): fallback
        }
    }

    /// It and its fallbacks, in the order in which they are tried.
    public var chain: [Source] {
        var links = [self]
        while let next = links[links.count - 1].fallback, links.count <= Self.maximumFallbacks + 1 {
            links.append(next)
        }
        return links
    }

    /// Nothing but these is ever opened: no file and no device of the board.
    private static func isStream(_ address: String) -> Bool {
        let begin = ["http://", "https://", "rtp://"].first { address.hasPrefix($0) }
        guard let begin, address.utf8.count <= 2_048, address.utf8.allSatisfy({ $0 > 32 && $0 < 127 }) else {
            return false
        }
        let host = address.dropFirst(begin.count).prefix { !"/?#".contains($0) }
        return !host.isEmpty && !host.hasPrefix(":")
    }

    func check() throws(ModelError) {
        guard chain.count <= Self.maximumFallbacks + 1 else {
            throw ModelError(path: "fallback", "more than \(Self.maximumFallbacks) stand behind one another")
        }
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
        case .speech(let speech, _): try speech.check()
        case .stream(let address, _):
            guard Self.isStream(address) else {
                throw ModelError(
                    path: "url", "must be an http, https or rtp address of at most 2048 characters without spaces")
            }
        case .line(let name, _):
            guard Identifier.isPlain(name) else {
                throw ModelError(path: "name", "'\(name.prefix(80))' is no input's name: \(Identifier.rule)")
            }
        }
        do { try fallback?.check() } catch { throw error.under("fallback") }
    }
}

extension Source: Codable {
    private enum Key: String, CodingKey { case kind, seconds, url, name, fallback }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        // Read before anything nested in it: no order of the depth of its file makes a deep stack.
        guard decoder.codingPath.count(where: { $0.stringValue == Key.fallback.rawValue }) <= Self.maximumFallbacks
        else {
            throw DecodingError.dataCorruptedError(
                forKey: .fallback, in: container,
                debugDescription: "more than \(Self.maximumFallbacks) stand behind one another")
        }
        switch try container.decode(String.self, forKey: .kind) {
        case "media": self = .media(try MediaReference(from: decoder))
        case "tone": self = .tone(seconds: try container.decode(Double.self, forKey: .seconds))
        case "sweep": self = .sweep(seconds: try container.decode(Double.self, forKey: .seconds))
        case "speech":
            self = .speech(
                try Speech(from: decoder), fallback: try container.decodeIfPresent(Source.self, forKey: .fallback))
        case "stream":
            self = .stream(
                address: try container.decode(String.self, forKey: .url),
                fallback: try container.decodeIfPresent(Source.self, forKey: .fallback))
        case "line":
            self = .line(
                name: try container.decode(String.self, forKey: .name),
                fallback: try container.decodeIfPresent(Source.self, forKey: .fallback))
        case let other:
            throw DecodingError.dataCorruptedError(
                forKey: .kind, in: container,
                debugDescription: "'\(other)' is no source; known are media, tone, sweep, speech, stream and line")
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
        case .speech(let speech, _):
            try container.encode("speech", forKey: .kind)
            try speech.encode(to: encoder)
        case .stream(let address, _):
            try container.encode("stream", forKey: .kind)
            try container.encode(address, forKey: .url)
        case .line(let name, _):
            try container.encode("line", forKey: .kind)
            try container.encode(name, forKey: .name)
        }
        try container.encodeIfPresent(fallback, forKey: .fallback)
    }
}
