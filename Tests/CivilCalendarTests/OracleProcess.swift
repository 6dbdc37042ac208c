import Foundation

/// Runs `Oracle/oracle.py` with a Python that has dateutil; a machine without one fails the test, it never skips.
struct OracleProcess {
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    /// The script's lines, each decoded from JSON.
    static func lines<Line: Decodable>(_ arguments: [String], of type: Line.Type) throws -> [Line] {
        let script = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Oracle/oracle.py")
        let output = try run(python(), ["-B", script.path()] + arguments)
        return try output.split(separator: UInt8(ascii: "\n")).map { line in
            try JSONDecoder().decode(type, from: line)
        }
    }

    private static func python() throws -> String {
        for candidate in ["/usr/bin/python3", "/usr/local/bin/python3"] + onPath {
            guard FileManager.default.isExecutableFile(atPath: candidate) else { continue }
            if (try? run(candidate, ["-c", "import dateutil, zoneinfo"])) != nil { return candidate }
        }
        throw Failure(description: "no python3 with dateutil; apt install python3-dateutil")
    }

    private static var onPath: [String] {
        let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
        return path.split(separator: ":").map { $0 + "/python3" }
    }

    private static func run(_ program: String, _ arguments: [String]) throws -> Data {
        let process = Process()
        let (output, complaints) = (Pipe(), Pipe())
        process.executableURL = URL(filePath: program)
        process.arguments = arguments
        process.standardOutput = output
        process.standardError = complaints
        try process.run()
        let data = try output.fileHandleForReading.readToEnd() ?? Data()
        let complaint = try complaints.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw Failure(description: "\(program) \(arguments): \(String(decoding: complaint, as: UTF8.self))")
        }
        return data
    }
}
