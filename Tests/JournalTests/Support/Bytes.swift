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
