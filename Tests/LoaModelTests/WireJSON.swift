import FoundationEssentials
import LoaModel

/// JSON as the wire has it, for tests: keys sorted, errors as sentences with the path.
enum WireJSON {
    static func text(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(value), as: UTF8.self)
    }

    static func read<Value: Decodable>(_ type: Value.Type, _ text: String) throws -> Value {
        try read(type, Array(text.utf8))
    }

    static func read<Value: Decodable>(_ type: Value.Type, _ bytes: [UInt8]) throws -> Value {
        do {
            return try JSONDecoder().decode(type, from: Data(bytes))
        } catch let error as DecodingError {
            throw error.asModelError
        }
    }

    /// What is said of a text that does not mean a value; nil when it does.
    static func refusal<Value: Decodable>(of type: Value.Type, _ text: String) -> String? {
        do {
            _ = try read(type, text)
            return nil
        } catch {
            return "\(error)"
        }
    }
}
