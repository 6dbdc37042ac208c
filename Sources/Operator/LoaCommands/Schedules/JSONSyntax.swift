import LoaModel

/// Reads JSON for its form alone (RFC 8259), to say where a file written by hand goes wrong. Refuses besides what the
/// decoder would swallow in silence: a comma too many, a key that stands twice.
struct JSONSyntax {
    private let bytes: [UInt8]
    private var index = 0

    private init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// - Throws: the first place where it is not JSON: `line 3, column 14`, and what is wrong there.
    static func check(_ bytes: [UInt8]) throws(ModelError) {
        var reader = JSONSyntax(bytes)
        try reader.value(depth: 0)
        reader.skipSpace()
        guard reader.index == bytes.count else { throw reader.problem("something follows the end of the value") }
    }

    private static let deepest = 100

    private mutating func value(depth: Int) throws(ModelError) {
        skipSpace()
        guard depth < Self.deepest else { throw problem("lists and objects stand too deep in each other") }
        switch bytes.indices.contains(index) ? bytes[index] : 0 {
        case UInt8(ascii: "{"): try members(depth: depth)
        case UInt8(ascii: "["): try elements(depth: depth)
        case UInt8(ascii: "\""): _ = try string()
        case UInt8(ascii: "-"), 48...57: try number()
        default:
            guard ["true", "false", "null"].contains(where: { take($0) }) else {
                throw problem("a value is missing: text stands in quotes, true, false and null do not")
            }
        }
    }

    private mutating func members(depth: Int) throws(ModelError) {
        index += 1
        var keys: Set<[UInt8]> = []
        skipSpace()
        if take("}") { return }
        while true {
            skipSpace()
            let start = index
            guard bytes.indices.contains(index), bytes[index] == UInt8(ascii: "\"") else {
                throw problem("a key in quotes is missing; no comma stands before }")
            }
            guard keys.insert(try string()).inserted else {
                index = start
                throw problem("this key stands twice in the same object")
            }
            skipSpace()
            guard take(":") else { throw problem("a colon is missing after the key") }
            try value(depth: depth + 1)
            skipSpace()
            if take("}") { return }
            guard take(",") else { throw problem("a comma or } is missing") }
        }
    }

    private mutating func elements(depth: Int) throws(ModelError) {
        index += 1
        skipSpace()
        if take("]") { return }
        while true {
            try value(depth: depth + 1)
            skipSpace()
            if take("]") { return }
            guard take(",") else { throw problem("a comma or ] is missing") }
        }
    }

    /// - Returns: its bytes as written, without the quotes.
    private mutating func string() throws(ModelError) -> [UInt8] {
        let start = index
        index += 1
        while bytes.indices.contains(index) {
            switch bytes[index] {
            case UInt8(ascii: "\""):
                index += 1
                return Array(bytes[(start + 1)..<(index - 1)])
            case UInt8(ascii: "\\"): index += 2
            case 0..<0x20: throw problem("the text's closing quote is missing, or a line break stands in it")
            default: index += 1
            }
        }
        index = start
        throw problem("this text's closing quote is missing")
    }

    private mutating func number() throws(ModelError) {
        let start = index
        _ = take("-")
        let whole = digits()
        let isWhole = whole == 1 || whole > 1 && bytes[index - whole] != UInt8(ascii: "0")
        let hasFraction = take(".")
        let fraction = hasFraction ? digits() : 1
        var exponent = 1
        if take("e") || take("E") {
            if !take("+") { _ = take("-") }
            exponent = digits()
        }
        guard isWhole, fraction > 0, exponent > 0 else {
            index = start
            throw problem("this is no number")
        }
    }

    /// Takes digits and counts them.
    private mutating func digits() -> Int {
        let start = index
        while bytes.indices.contains(index), (48...57).contains(bytes[index]) { index += 1 }
        return index - start
    }

    private mutating func take(_ text: String) -> Bool {
        guard bytes[min(index, bytes.count)...].starts(with: text.utf8) else { return false }
        index += text.utf8.count
        return true
    }

    private mutating func skipSpace() {
        while bytes.indices.contains(index), [0x20, 0x09, 0x0a, 0x0d].contains(bytes[index]) { index += 1 }
    }

    private func problem(_ what: String) -> ModelError {
        let before = bytes.prefix(index)
        let line = before.count { $0 == 0x0a } + 1
        let column = before.reversed().prefix { $0 != 0x0a }.count { $0 & 0xc0 != 0x80 } + 1
        return ModelError(path: "line \(line), column \(column)", what)
    }
}
