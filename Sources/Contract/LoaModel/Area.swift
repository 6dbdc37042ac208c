/// A node of the tree country/province/commune/hamlet, written `vn/92/31528`.
public struct Area: Hashable, Sendable, Comparable, CustomStringConvertible {
    /// Each level is 1...64 characters of `a-z 0-9 - _`; 1...6 levels. Checked, so that an area is always a safe topic.
    public let levels: [String]

    public init(_ text: String) throws(ModelError) {
        let levels = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        guard (1...6).contains(levels.count), levels.allSatisfy(Self.isLevel) else {
            throw ModelError("'\(text)' is not an area; write it like vn/92/31528: 1 to 6 levels of a-z, 0-9, - and _")
        }
        self.levels = levels
    }

    private init(levels: [String]) { self.levels = levels }

    private static func isLevel(_ text: String) -> Bool { Identifier.isPlain(text) }

    public var description: String { levels.joined(separator: "/") }

    /// Whether `other` is this area or lies inside it.
    public func contains(_ other: Area) -> Bool { other.levels.starts(with: levels) }

    /// The area and every area around it, the widest first: `vn`, `vn/92`, `vn/92/31528`.
    public var lineage: [Area] { levels.indices.map { Area(levels: Array(levels[...$0])) } }

    public static func < (left: Area, right: Area) -> Bool { left.levels.lexicographicallyPrecedes(right.levels) }
}

extension Area: Codable {
    public init(from decoder: any Decoder) throws { self = try decoder.checked(Area.init) }
    public func encode(to encoder: any Encoder) throws { try encoder.single(description) }
}
