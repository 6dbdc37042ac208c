/// Reads ASCII forward, byte by byte; nothing it is given makes it trap.
struct TextCursor {
    private let bytes: [UInt8]
    private var position = 0

    init(_ text: String) {
        bytes = Array(text.utf8)
    }

    init(_ bytes: some Sequence<UInt8>) {
        self.bytes = Array(bytes)
    }

    var isAtEnd: Bool { position >= bytes.count }

    var next: UInt8? { position < bytes.count ? bytes[position] : nil }

    /// Steps over `character` if it stands here.
    mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard let next, UInt32(next) == character.value else { return false }
        position += 1
        return true
    }

    /// Exactly `count` digits (at most 9), or nil with the cursor unmoved.
    mutating func digits(_ count: Int) -> Int? {
        guard position + count <= bytes.count else { return nil }
        var value = 0
        for byte in bytes[position..<position + count] {
            guard let digit = Self.digit(byte) else { return nil }
            value = value * 10 + digit
        }
        position += count
        return value
    }

    /// One to `most` digits (at most 9), or nil with the cursor unmoved.
    mutating func number(most: Int = 9) -> Int? {
        var value = 0
        var end = position
        while end < bytes.count, end - position < most, let digit = Self.digit(bytes[end]) {
            value = value * 10 + digit
            end += 1
        }
        guard end > position else { return nil }
        position = end
        return value
    }

    /// The characters from here on for which `accepts` holds; may be empty.
    mutating func letters(where accepts: (UInt8) -> Bool) -> String {
        let start = position
        while position < bytes.count, accepts(bytes[position]) { position += 1 }
        return String(decoding: bytes[start..<position], as: UTF8.self)
    }

    private static func digit(_ byte: UInt8) -> Int? {
        byte >= 0x30 && byte <= 0x39 ? Int(byte) - 0x30 : nil
    }
}

/// A number with leading zeros, at least `width` digits; for numbers from 0 on.
func padded(_ value: Int, _ width: Int) -> String {
    let digits = String(value)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
}
