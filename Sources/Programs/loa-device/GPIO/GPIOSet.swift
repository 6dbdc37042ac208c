import ArgumentParser
import GPIODriver
import Hardware
import LinuxSystem

struct GPIOSet: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "set", abstract: "Switch an output for as long as this runs.",
        discussion: "At the end, by --seconds or Ctrl-C, the output is switched off and given back.")

    @Argument(help: "NAME, or CHIP:NUMBER.")
    var line: LineAddress
    @Argument(help: "1 for active, 0 for inactive.")
    var level: Int
    @Option(help: "Which voltage means 1: high or low.")
    var active = LinePolarity.high
    @Option(help: "For how long, 0.1 to 3600; until Ctrl-C if it is not given.")
    var seconds: Double?
    @Flag(help: "One JSON object.")
    var json = false

    func validate() throws {
        guard (0...1).contains(level) else { throw ValidationError("\(level) is neither 0 nor 1") }
        guard let seconds else { return }
        guard (0.1...3_600).contains(seconds) else {
            throw ValidationError("--seconds is \(seconds); allowed are 0.1 to 3600")
        }
    }

    func run() async throws {
        let termination = try Termination.signals()
        var relay = try GPIORelay.open(line, active: active)
        try relay.set(level == 1)
        if json { try say(Setting(line: "\(line)", level: level)) } else { say("\(line) is \(level)") }
        await withTaskGroup { group in
            group.addTask { for await _ in termination { break } }
            if let seconds { group.addTask { try? await Task.sleep(for: .seconds(seconds)) } }
            await group.next()
            group.cancelAll()
        }
        try relay.set(false)
    }

    private struct Setting: Encodable {
        var line: String
        var level: Int
    }
}
