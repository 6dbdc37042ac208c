/// Names that people give and machines carry: of authorities, bulletins, alerts, devices, groups.
enum Identifier {
    static let rule = "1 to 64 characters of a-z, 0-9, '-' and '_'"

    /// What may stand in a topic, a file name and a URL without escaping.
    static func isPlain(_ text: String) -> Bool {
        let bytes = text.utf8
        return (1...64).contains(bytes.count)
            && bytes.allSatisfy { (97...122).contains($0) || (48...57).contains($0) || $0 == 45 || $0 == 95 }
    }

    static func check(_ text: String, is kind: String) throws(ModelError) -> String {
        guard isPlain(text) else { throw ModelError("'\(text.prefix(80))' is no \(kind): \(rule)") }
        return text
    }
}
