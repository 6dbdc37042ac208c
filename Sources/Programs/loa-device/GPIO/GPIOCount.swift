import ArgumentParser
import GPIODriver
import Hardware
import LinuxWorkers

struct GPIOCount: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "count", abstract: "Count the pulses of an input, such as the tips of a rain gauge.",
        discussion: "Tip the gauge by hand and see each tip once. Counting begins once the line has settled.")

    @OptionGroup var input: InputOptions
    @Option(name: .customLong("debounce-us"), help: "How long a level must hold to count, in microseconds.")
    var debounce = 20_000
    @Option(help: "End after so long and tell the sum; never if it is not given.")
    var seconds: Double?

    func validate() throws { try checkDebounce(debounce) }

    func run() throws {
        let clock = LinuxWorkers()
        var line = try GPIOInput.open(input.line, input.settings(debounce: debounce), now: clock.now)
        var counter = PulseCounter(opened: line.opened, debounceMicroseconds: debounce)
        let end = seconds.map { line.opened.advanced(bySeconds: $0) } ?? .distantFuture
        try tell(counter.count, at: line.opened)
        while clock.now() < end {
            for edge in try line.edges(until: end) {
                if counter.take(edge) { try tell(counter.count, at: edge.at) }
            }
        }
        if !input.json { say("\(counter.count) pulses") }
    }

    private func tell(_ count: Int, at instant: MonotonicTime) throws {
        guard input.json else { return say("\(Double(instant.nanoseconds / 1_000) / 1e6)  \(count)") }
        try say(Count(line: "\(input.line)", count: count, nanoseconds: instant.nanoseconds))
    }

    private struct Count: Encodable {
        var line: String
        var count: Int
        var nanoseconds: Int64

        enum CodingKeys: String, CodingKey {
            case line, count
            case nanoseconds = "monotonic_ns"
        }
    }
}
