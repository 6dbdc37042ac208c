extension [UInt8] {
    /// Two digits a byte.
    func hex(separator: String = "") -> String {
        map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined(separator: separator)
    }

    /// Pairs of hexadecimal digits, with spaces between them or without; nil for anything else.
    init?(hex text: String) {
        let digits = text.filter { $0 != " " }
        guard digits.count % 2 == 0, !digits.isEmpty, digits.allSatisfy(\.isHexDigit) else { return nil }
        self = stride(from: 0, to: digits.count, by: 2).compactMap { place in
            let start = digits.index(digits.startIndex, offsetBy: place)
            return UInt8(digits[start..<digits.index(start, offsetBy: 2)], radix: 16)
        }
        guard count == digits.count / 2 else { return nil }
    }

    /// Printable ASCII as it is, a dot for the rest.
    var printable: String {
        String(decoding: map { (32...126).contains($0) ? $0 : UInt8(ascii: ".") }, as: UTF8.self)
    }
}
