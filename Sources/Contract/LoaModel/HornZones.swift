/// The names of horn zones in an order: parts of a site that can sound without the rest, such as `cho` and `truong`. Each
/// site says in its settings which of them it has. Not time zones.
public enum HornZones {
    public static let most = 16

    /// Whether one can stand in an order or in a site's settings.
    public static func isName(_ text: String) -> Bool { Identifier.isPlain(text) }

    public static func check(_ names: [String]) throws(ModelError) {
        guard names.count <= most else { throw ModelError("names \(names.count) zones; at most \(most) may be named") }
        for name in names where !isName(name) {
            throw ModelError("'\(name.prefix(80))' is no zone's name: \(Identifier.rule)")
        }
        guard Set(names).count == names.count else { throw ModelError("names a zone twice") }
    }
}
