import ArgumentParser
import GPIODriver
import Hardware
import LinuxWorkers

struct GPIOWatch: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "watch", abstract: "Tell each change of an input, until Ctrl-C.",
        discussion: "Times are the kernel's, on its monotonic clock: when the line began to hold its level.")

    @OptionGroup var input: InputOptions
    @Option(name: .customLong("debounce-us"), help: "How long a level must hold to count, in microseconds.")
    var debounce = 0
    @Option(help: "End after so long; never if it is not given.")
    var seconds: Double?

    func validate() throws { try checkDebounce(debounce) }

    func run() throws {
        let clock = LinuxWorkers()
        var line = try GPIOInput.open(input.line, input.settings(debounce: debounce), now: clock.now)
        let end = seconds.map { line.opened.advanced(bySeconds: $0) } ?? .distantFuture
        try tell(try line.isActive() ? "high" : "low", at: line.opened)
        while clock.now() < end {
            for edge in try line.edges(until: end) { try tell(edge.isRising ? "rising" : "falling", at: edge.at) }
        }
    }

    private func tell(_ what: String, at instant: MonotonicTime) throws {
        guard input.json else { return say("\(Double(instant.nanoseconds / 1_000) / 1e6)  \(what)") }
        try say(Change(line: "\(input.line)", what: what, nanoseconds: instant.nanoseconds))
    }

    private struct Change: Encodable {
        var line, what: String
        var nanoseconds: Int64

        enum CodingKeys: String, CodingKey {
            case line, what
            case nanoseconds = "monotonic_ns"
        }
    }
}
