extension JSONTree {
    /// The value as a table shows it; nil for null.
    var shown: String? {
        switch self {
        case .null: nil
        case .bool(let value): value ? "yes" : "no"
        case .whole(let value): "\(value)"
        case .number(let value): "\(value)"
        case .text(let text): text
        case .list(let values): values.isEmpty ? nil : values.compactMap(\.shown).joined(separator: ",")
        case .object(let members):
            members.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value.shown ?? "-")" }.joined(separator: ", ")
        }
    }

    /// A member as a table shows it; nil where there is none.
    func cell(_ key: String) -> String? { self[key]?.shown }

    /// The same of a number with a fraction, to one tenth.
    func tenths(_ key: String) -> String? {
        guard case .number(let value)? = self[key], value.magnitude < 1e9 else { return cell(key) }
        return "\((value * 10).rounded() / 10)"
    }
}
