import FoundationEssentials
public import LoaModel

/// JSON in and out of values, with errors as sentences. Keys are sorted, so that equal values are equal bytes.
public enum JSON {
    public static func encode(_ value: some Encodable) throws(ModelError) -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        do {
            return [UInt8](try encoder.encode(value))
        } catch {
            throw ModelError("cannot be written as JSON: \(error)")
        }
    }

    /// - Throws: the path of the value that is wrong, and what is wrong with it.
    public static func decode<Value: Decodable>(_ type: Value.Type, from bytes: [UInt8]) throws(ModelError) -> Value {
        guard String(validating: bytes, as: UTF8.self) != nil else {
            throw ModelError("is not UTF-8")
        }
        do {
            return try JSONDecoder().decode(type, from: Data(bytes))
        } catch let error as DecodingError {
            throw error.asModelError
        } catch {
            throw ModelError("is no JSON: \(error)")
        }
    }
}
