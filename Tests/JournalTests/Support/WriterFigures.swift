import Foundation
import Testing

/// What memory the program `journal-writer` needed for a fortnight's content, bytes.
struct WriterFigures {
    let used: Int
    let residentGrowth: Int

    init(path: String) throws {
        let process = Process()
        process.executableURL = try DoomedWriter.program
        process.arguments = [path, "figures"]
        let pipe = Pipe()
        process.standardOutput = pipe
        try process.run()
        let said = String(decoding: try pipe.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
        process.waitUntilExit()
        let numbers = said.split { $0 == " " || $0 == "\n" }.compactMap { Int($0) }
        try #require(numbers.count == 2, "the writer said: \(said)")
        used = numbers[0]
        residentGrowth = numbers[1]
    }
}
