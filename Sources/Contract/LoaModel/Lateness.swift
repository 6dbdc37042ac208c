/// What to do with a broadcast whose start has passed: after a boot, a clock step, a pre-emption that is over.
public enum Lateness: Hashable, Sendable {
    /// Join in progress, at the place where it would be by the clock.
    case join
    /// Play from the beginning, unless more than this many minutes have passed (1...1440).
    case playLate(withinMinutes: Int)
    /// Leave it out, and record it as missed.
    case skip

    func check() throws(ModelError) {
        if case .playLate(let minutes) = self, !(1...1_440).contains(minutes) {
            throw ModelError(path: "within_minutes", "is \(minutes); allowed are 1 to 1440")
        }
    }
}

extension Lateness: Codable {
    private enum Key: String, CodingKey {
        case policy
        case minutes = "within_minutes"
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        switch try container.decode(String.self, forKey: .policy) {
        case "join": self = .join
        case "late": self = .playLate(withinMinutes: try container.decode(Int.self, forKey: .minutes))
        case "skip": self = .skip
        case let other:
            throw DecodingError.dataCorruptedError(
                forKey: .policy, in: container, debugDescription: "'\(other)' is none of join, late, skip")
        }
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        switch self {
        case .join: try container.encode("join", forKey: .policy)
        case .playLate(let minutes):
            try container.encode("late", forKey: .policy)
            try container.encode(minutes, forKey: .minutes)
        case .skip: try container.encode("skip", forKey: .policy)
        }
    }
}
