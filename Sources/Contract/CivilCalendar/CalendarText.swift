/// A calendar value with one canonical text: `description` writes it, `init(parsing:)` reads it, and so does Codable,
/// as a single string.
public protocol CalendarText: Codable, CustomStringConvertible {
    init(parsing text: String) throws(CalendarError)
}

extension CalendarText {
    /// Throws `DecodingError.dataCorrupted` with the message of the `CalendarError`.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        do {
            self = try Self(parsing: text)
        } catch {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: error.message)
        }
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
