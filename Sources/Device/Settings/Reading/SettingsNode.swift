/// What a settings file says, before anything is checked: groups of values with their places.
public enum SettingsNode: Hashable, Sendable {
    public struct Entry: Hashable, Sendable {
        public var key: String
        public var node: SettingsNode
        public var place: SettingsPlace

        public init(key: String, node: SettingsNode, place: SettingsPlace) {
            self.key = key
            self.node = node
            self.place = place
        }
    }

    case group([Entry])
    case text(String)
    case integer(Int64)
    case number(Double)
    case boolean(Bool)
    /// A list or a date: no setting takes one.
    case other
}

/// Where something stands in a file.
public struct SettingsPlace: Hashable, Sendable, CustomStringConvertible {
    public var file: String
    /// From 1; 0 where it is not known.
    public var line: Int

    public init(file: String, line: Int) {
        self.file = file
        self.line = line
    }

    public var description: String { line > 0 ? "\(file):\(line)" : file }
}
