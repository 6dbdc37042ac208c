/// What a device is to do, besides sounding its timetable and alerts. The body of a command order; an unknown kind is
/// refused by name.
public enum Command: Hashable, Sendable {
    case speakerTest(SpeakerTest)

    public func check() throws(ModelError) {
        switch self {
        case .speakerTest(let test): try test.check()
        }
    }
}

extension Command: Codable {
    private enum Key: String, CodingKey { case kind }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        switch try container.decode(String.self, forKey: .kind) {
        case "speaker_test": self = .speakerTest(try SpeakerTest(from: decoder))
        case let other:
            throw DecodingError.dataCorruptedError(
                forKey: .kind, in: container, debugDescription: "'\(other)' is no command; known is speaker_test")
        }
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        switch self {
        case .speakerTest(let test):
            try container.encode("speaker_test", forKey: .kind)
            try test.encode(to: encoder)
        }
    }
}
