/// How deep a document nests, seen before the C++ reader sees it: that one recurses, and takes its tree apart by
/// recursion, so that brackets or dotted keys in a row would exhaust the stack.
///
/// It knows strings and comments, in which nothing counts. Where it errs about a document that is no TOML, the reader
/// refuses that document at the same place.
struct NestingGuard {
    /// Settings nest two deep.
    static let limit = 32

    private enum State {
        case plain, comment
        /// Until `delimiter`, once or three times.
        case string(delimiter: UInt8, isLong: Bool)
    }

    private var state = State.plain
    private var brackets = 0
    /// Dots of the key that is being read.
    private var dots = 0

    static func refuses(_ bytes: [UInt8]) -> Bool {
        var nesting = NestingGuard()
        var index = 0
        while index < bytes.count {
            index = nesting.step(bytes, index)
            if nesting.brackets > limit || nesting.dots > limit { return true }
        }
        return false
    }

    /// Returns the index after what was read.
    private mutating func step(_ bytes: [UInt8], _ index: Int) -> Int {
        let byte = bytes[index]
        switch state {
        case .comment:
            if byte == UInt8(ascii: "\n") { state = .plain }
            return index + 1
        case .string(let delimiter, let isLong):
            if byte == UInt8(ascii: "\\"), delimiter == UInt8(ascii: "\"") { return index + 2 }
            let isEnd =
                isLong ? Self.quotes(bytes, index, delimiter) >= 3 : byte == delimiter || byte == UInt8(ascii: "\n")
            if isEnd { state = .plain }
            // A long string may end in two quotes of its own.
            return index + (isEnd && isLong ? Self.quotes(bytes, index, delimiter) : 1)
        case .plain:
            return stepPlain(bytes, index)
        }
    }

    private mutating func stepPlain(_ bytes: [UInt8], _ index: Int) -> Int {
        let byte = bytes[index]
        switch byte {
        case UInt8(ascii: "#"): state = .comment
        case UInt8(ascii: "\""), UInt8(ascii: "'"):
            let isLong = Self.quotes(bytes, index, byte) >= 3
            state = .string(delimiter: byte, isLong: isLong)
            return index + (isLong ? 3 : 1)
        case UInt8(ascii: "["), UInt8(ascii: "{"):
            brackets += 1
            dots = 0
        case UInt8(ascii: "]"), UInt8(ascii: "}"):
            brackets = max(0, brackets - 1)
            dots = 0
        case UInt8(ascii: "."): dots += 1
        case UInt8(ascii: "="), UInt8(ascii: ","), UInt8(ascii: "\n"): dots = 0
        default: break
        }
        return index + 1
    }

    /// How many quotes of one kind stand here, at most five: no TOML has more in a row.
    private static func quotes(_ bytes: [UInt8], _ index: Int, _ quote: UInt8) -> Int {
        bytes[index..<min(bytes.count, index + 5)].prefix { $0 == quote }.count
    }
}
