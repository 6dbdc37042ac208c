import Foundation

/// What a program said and how it ended.
struct CommandResult {
    var status: Int32
    var output: String
    var errors: String

    /// The standard output as a JSON object.
    var object: [String: Any] {
        (try? JSONSerialization.jsonObject(with: Data(output.utf8))) as? [String: Any] ?? [:]
    }

    var list: [[String: Any]] {
        (try? JSONSerialization.jsonObject(with: Data(output.utf8))) as? [[String: Any]] ?? []
    }
}

enum Command {
    /// Runs a program to its end.
    static func run(
        _ program: String, _ arguments: [String], in folder: Folder, environment: [String: String] = [:]
    ) throws -> CommandResult {
        // Files, not pipes: what is long never blocks the program.
        let name = folder.file("." + UUID().uuidString)
        let (output, errors) = (name + ".out", name + ".err")
        defer { for path in [output, errors] { try? FileManager.default.removeItem(atPath: path) } }
        let child = try ChildProcess(
            program, arguments, in: folder.path, environment: variables(folder).merging(environment) { $1 },
            output: output, errors: errors)
        return CommandResult(
            status: child.wait(), output: text(of: output), errors: text(of: errors))
    }

    static func variables(_ folder: Folder) -> [String: String] {
        [
            "PATH": "/usr/bin:/bin:/usr/sbin", "HOME": folder.path, "LOA_KEYS": folder.keys, "LANG": "C.UTF-8",
        ]
    }

    /// The built `loa`, as an operator runs it.
    static func loa(
        _ arguments: String..., in folder: Folder, environment: [String: String] = [:]
    ) throws -> CommandResult {
        try run(loaPath, arguments, in: folder, environment: environment)
    }

    static var loaPath: String { folder + "/loa" }

    /// Of the built programs: `LOA_BIN` names it; else it is the package's debug folder.
    static var folder: String {
        if let folder = ProcessInfo.processInfo.environment["LOA_BIN"] { return folder }
        let package = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        return package.path + "/.build/debug"
    }

    private static func text(of path: String) -> String {
        String(decoding: FileManager.default.contents(atPath: path) ?? Data(), as: UTF8.self)
    }
}
