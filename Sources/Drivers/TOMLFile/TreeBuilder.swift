import CTOML
import Settings

/// Puts the reader's flat walk together again: a table opens a level, an end closes it.
struct TreeBuilder {
    private let file: String
    private var levels: [(opening: SettingsNode.Entry?, entries: [SettingsNode.Entry])] = [(nil, [])]

    init(file: String) { self.file = file }

    var finished: [SettingsNode.Entry] { levels.first?.entries ?? [] }

    mutating func add(_ node: loa_toml_node) {
        let place = SettingsPlace(file: file, line: Int(node.line))
        let key = Self.text(node.key, node.key_length)
        switch node.kind {
        case LOA_TOML_TABLE:
            levels.append((SettingsNode.Entry(key: key, node: .group([]), place: place), []))
        case LOA_TOML_END:
            guard levels.count > 1, let level = levels.popLast(), var opening = level.opening else { return }
            opening.node = .group(level.entries)
            append(opening)
        default:
            append(SettingsNode.Entry(key: key, node: value(of: node), place: place))
        }
    }

    private mutating func append(_ entry: SettingsNode.Entry) { levels[levels.count - 1].entries.append(entry) }

    private func value(of node: loa_toml_node) -> SettingsNode {
        switch node.kind {
        case LOA_TOML_STRING: .text(Self.text(node.text, node.text_length))
        case LOA_TOML_INTEGER: .integer(node.integer)
        case LOA_TOML_FLOAT: .number(node.number)
        case LOA_TOML_BOOLEAN: .boolean(node.integer != 0)
        default: .other
        }
    }

    private static func text(_ start: UnsafePointer<CChar>?, _ length: UInt64) -> String {
        guard let start else { return "" }
        return start.withMemoryRebound(to: UInt8.self, capacity: Int(length)) {
            String(decoding: UnsafeBufferPointer(start: $0, count: Int(length)), as: UTF8.self)
        }
    }
}
