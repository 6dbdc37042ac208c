/// The part of a file that a `Range` header asks for (RFC 9110 section 14).
enum ByteRange: Hashable, Sendable {
    case whole
    case part(ClosedRange<Int>)
    case unsatisfiable

    /// - Parameters:
    ///   - header: nil, or anything at all: what is no single byte range is answered with the whole file.
    ///   - length: of the file, 1 or more.
    init(_ header: String?, length: Int) {
        self = .whole
        guard let header, header.lowercased().hasPrefix("bytes="), length > 0 else { return }
        let parts = header.dropFirst(6).split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
            .map { $0.filter { $0 != " " } }
        guard parts.count == 2 else { return }
        switch (Self.number(parts[0]), Self.number(parts[1])) {
        case (let first?, nil) where parts[1].isEmpty:
            self = first < length ? .part(first...length - 1) : .unsatisfiable
        case (nil, let last?) where parts[0].isEmpty:
            self = last > 0 ? .part(max(0, length - last)...length - 1) : .unsatisfiable
        case (let first?, let last?) where first <= last:
            self = first < length ? .part(first...min(last, length - 1)) : .unsatisfiable
        default: break
        }
    }

    /// Digits alone; a number past what fits is as good as the largest.
    private static func number(_ text: String) -> Int? {
        guard !text.isEmpty, text.utf8.allSatisfy({ (48...57).contains($0) }) else { return nil }
        return Int(text) ?? .max
    }
}
