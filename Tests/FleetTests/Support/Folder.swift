import Foundation

/// A folder of its own for a test, gone with the last reference.
final class Folder {
    let path: String

    init() throws {
        path = NSTemporaryDirectory() + "/loa-centre-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func write(_ bytes: [UInt8], to name: String) throws -> String {
        let file = path + "/" + name
        try Data(bytes).write(to: URL(fileURLWithPath: file))
        return file
    }
}
