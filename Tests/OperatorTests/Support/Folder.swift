import Foundation

/// A folder of one test, with a keyring's place in it; removed with the last reference.
final class Folder {
    let path: String

    init() throws {
        path = NSTemporaryDirectory() + "/loa-operator-" + UUID().uuidString
        try FileManager.default.createDirectory(
            atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    var keys: String { path + "/keys" }

    func file(_ name: String) -> String { path + "/" + name }

    @discardableResult
    func write(_ text: String, to name: String) throws -> String {
        try Data(text.utf8).write(to: URL(fileURLWithPath: file(name)))
        return file(name)
    }

    func bytes(_ name: String) throws -> [UInt8] { [UInt8](try Data(contentsOf: URL(fileURLWithPath: file(name)))) }

    func text(_ name: String) throws -> String { String(decoding: try bytes(name), as: UTF8.self) }

    /// The permission bits.
    func mode(_ name: String) throws -> Int {
        let value = try FileManager.default.attributesOfItem(atPath: file(name))[.posixPermissions] as? Int
        return (value ?? 0) & 0o777
    }

    /// Every file below, by its path from here.
    func files() throws -> [String] {
        try FileManager.default.subpathsOfDirectory(atPath: path).filter { name in
            var isFolder: ObjCBool = false
            return FileManager.default.fileExists(atPath: file(name), isDirectory: &isFolder) && !isFolder.boolValue
        }
    }
}
