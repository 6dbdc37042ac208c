import Foundation

/// Where the programs under test and the project's own tools lie.
enum Place {
    static let project = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().path()

    /// The built programs: `LOA_BIN`, or the debug build.
    static let programs = ProcessInfo.processInfo.environment["LOA_BIN"] ?? project + ".build/debug"

    /// Debian's own, which has the packages of tools/packages.txt.
    static let python = "/usr/bin/python3"

    static func program(_ name: String) throws -> String {
        let path = "\(programs)/\(name)"
        guard FileManager.default.isExecutableFile(atPath: path) else {
            throw SystemFailure("\(path) is not built; call make build")
        }
        return path
    }

    static func tool(_ name: String) throws -> String {
        let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").map(String.init)
        for folder in folders + ["/usr/sbin", "/usr/local/sbin"] {
            let path = "\(folder)/\(name)"
            if FileManager.default.isExecutableFile(atPath: path) { return path }
        }
        throw SystemFailure("\(name) is not installed; call make setup")
    }
}

/// What did not work, for the reader of a failed test.
struct SystemFailure: Error, CustomStringConvertible {
    var description: String
    init(_ description: String) { self.description = description }
}
