import Foundation
import Glibc

/// Files as their bytes, to be damaged.
enum Bytes {
    static func of(_ path: String) throws -> [UInt8] { [UInt8](try Data(contentsOf: URL(fileURLWithPath: path))) }

    static func write(_ bytes: some Sequence<UInt8>, to path: String) throws {
        try Data(bytes).write(to: URL(fileURLWithPath: path))
    }

    /// Puts a file in the place of another in one step; who has that one open keeps the old one.
    static func move(_ path: String, to target: String) throws {
        guard rename(path, target) == 0 else { throw CocoaError(.fileWriteUnknown) }
    }
}

extension Collection<UInt8> where Index == Int {
    func holds(_ text: String) -> Bool { position(of: Array(text.utf8)) != nil }

    /// Where `needle` stands, the first time or after `nth` others.
    func position(of needle: [UInt8], nth: Int = 0) -> Int? {
        var left = nth
        guard let first = needle.first, count >= needle.count else { return nil }
        for start in startIndex...(endIndex - needle.count)
        where self[start] == first && self[start..<start + needle.count].elementsEqual(needle) {
            if left == 0 { return start }
            left -= 1
        }
        return nil
    }
}
