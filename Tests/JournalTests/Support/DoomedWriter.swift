import Foundation
import Glibc

/// The program `journal-writer`, killed after it has said so many lines and a moment more.
struct DoomedWriter {
    /// What it said, whole lines only.
    let lines: [Substring]

    init(path: String, round: Int, lines wanted: Int, spins: Int) throws {
        let process = Process()
        process.executableURL = try Self.program
        process.arguments = [path, "\(round)"]
        let pipe = Pipe()
        process.standardOutput = pipe
        try process.run()
        var said = Data()
        var heard = 0
        while heard < wanted {
            let more = pipe.fileHandleForReading.availableData
            guard !more.isEmpty else { break }
            heard += more.count { $0 == UInt8(ascii: "\n") }
            said += more
        }
        var spun = 0
        while spun < spins { spun += Int(getppid() > 0 ? 1 : 2) }
        kill(process.processIdentifier, SIGKILL)
        said += (try? pipe.fileHandleForReading.readToEnd()) ?? Data()
        process.waitUntilExit()
        let whole = String(decoding: said, as: UTF8.self)
        lines = whole.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
    }

    /// It lies beside the program that runs the tests.
    static var program: URL {
        get throws {
            let tests = URL(
                fileURLWithPath: try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe"))
            return tests.deletingLastPathComponent().appending(path: "journal-writer")
        }
    }
}
