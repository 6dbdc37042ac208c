import Foundation
import Glibc

/// A disk of 512 KiB in memory, mounted in a folder of the test. Mounting needs root.
struct SmallDisk {
    static let canMount = geteuid() == 0

    let path: String

    /// Runs `body` with a mounted disk, and unmounts it whatever happens.
    static func with(_ body: (SmallDisk) async throws -> Void) async throws {
        let path = Scratch.current / "disk"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        try run("mount", "-t", "tmpfs", "-o", "size=512k", "tmpfs", path)
        defer { try? run("umount", "--lazy", path) }
        try await body(SmallDisk(path: path))
    }

    /// Leaves no byte free.
    func fill() throws {
        let file = open(path + "/ballast", O_WRONLY | O_CREAT | O_APPEND, 0o600)
        defer { close(file) }
        let block = [UInt8](repeating: 1, count: 4_096)
        while write(file, block, block.count) > 0 {}
    }

    func free() throws { try FileManager.default.removeItem(atPath: path + "/ballast") }

    func remount(_ option: String) throws { try Self.run("mount", "-o", "remount,\(option)", path) }

    private static func run(_ arguments: String...) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = arguments
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw CocoaError(.fileWriteUnknown) }
    }
}
