import Fleet
import LoaModel

/// The parameters behind the `?`, read into checked values. What is not asked for is refused by name.
struct QueryReader {
    private let values: [String: String]

    init(_ parameters: [(name: String, value: String)], allowed: [String]) throws(APIError) {
        var values: [String: String] = [:]
        for (name, value) in parameters {
            guard allowed.contains(name) else {
                let known = allowed.isEmpty ? "none are taken here" : "known are \(allowed.joined(separator: ", "))"
                throw .badParameter("'\(name.prefix(40))' is no parameter of this path; \(known).")
            }
            guard values.updateValue(value, forKey: name) == nil else {
                throw .badParameter("'\(name)' is given twice.")
            }
        }
        self.values = values.filter { !$0.value.isEmpty }
    }

    func text(_ name: String, longest: Int = 200) throws(APIError) -> String? {
        guard let value = values[name] else { return nil }
        guard value.utf8.count <= longest else { throw .badParameter("'\(name)' is longer than \(longest) bytes.") }
        return value
    }

    func value<Value>(_ name: String, _ parse: (String) throws(ModelError) -> Value) throws(APIError) -> Value? {
        guard let text = try text(name) else { return nil }
        do { return try parse(text) } catch { throw .badParameter("\(name): \(error).") }
    }

    func choice<Value: RawRepresentable & CaseIterable>(
        _ name: String, of type: Value.Type
    ) throws(APIError) -> Value? where Value.RawValue == String {
        guard let text = try text(name) else { return nil }
        guard let value = Value(rawValue: text) else {
            let known = Value.allCases.map(\.rawValue).joined(separator: ", ")
            throw .badParameter("\(name): '\(text.prefix(40))' is none of \(known).")
        }
        return value
    }

    func number(_ name: String, in range: ClosedRange<Int>) throws(APIError) -> Int? {
        guard let text = try text(name) else { return nil }
        guard let value = Int(text), range.contains(value) else {
            throw .badParameter("\(name): allowed are \(range.lowerBound) to \(range.upperBound).")
        }
        return value
    }

    func flag(_ name: String) throws(APIError) -> Bool {
        switch try text(name) {
        case nil, "false": return false
        case "true": return true
        default: throw .badParameter("\(name): allowed are true and false.")
        }
    }

    func time(_ name: String) throws(APIError) -> Timestamp? {
        // In a query a bare + means a space; a time with an offset is too easily sent so to be refused for it.
        try value(name) { text throws(ModelError) in
            try Timestamp(parsing: String(text.map { $0 == " " ? "+" : $0 }))
        }
    }

    func limit() throws(APIError) -> Int { try number("limit", in: 1...1_000) ?? 100 }
}
