import ArgumentParser
import GPIODriver
import Hardware

struct GPIORead: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "read", abstract: "What an input reads: 1 or 0.")

    @OptionGroup var input: InputOptions

    func run() throws {
        let level = try GPIOInput.level(of: input.line, input.settings()) ? 1 : 0
        guard input.json else { return say("\(level)") }
        try say(Reading(line: "\(input.line)", level: level))
    }

    private struct Reading: Encodable {
        var line: String
        var level: Int
    }
}
