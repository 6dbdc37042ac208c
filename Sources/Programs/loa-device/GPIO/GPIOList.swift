import ArgumentParser
import GPIODriver
import Hardware

struct GPIOList: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "Every line of the board.")

    @Flag(help: "One JSON object a line.")
    var json = false

    func run() throws {
        let lines = try GPIOLines.list()
        for line in lines {
            if json { try say(Entry(line)) } else { say(Self.text(line)) }
        }
        if lines.isEmpty, !json { say("This board has no GPIO chip, or its driver is not loaded.") }
    }

    private static func text(_ line: LineDescription) -> String {
        let name = line.name.isEmpty ? "(no name)" : line.name
        let use = line.isUsed ? "held by \(line.consumer.isEmpty ? "the kernel" : line.consumer)" : "free"
        let polarity = line.isActiveLow ? ", active low" : ""
        return "\(line.chip):\(line.offset)  \(name)  \(line.isOutput ? "output" : "input")\(polarity), \(use)"
            + "  [\(line.label)]"
    }

    private struct Entry: Encodable {
        var chip, label, name, consumer: String
        var offset: Int
        var isUsed, isOutput, isActiveLow: Bool

        init(_ line: LineDescription) {
            (chip, label, name, consumer) = (line.chip, line.label, line.name, line.consumer)
            (offset, isUsed, isOutput) = (line.offset, line.isUsed, line.isOutput)
            isActiveLow = line.isActiveLow
        }

        enum CodingKeys: String, CodingKey {
            case chip, label, name, consumer, offset
            case isUsed = "used"
            case isOutput = "output"
            case isActiveLow = "active_low"
        }
    }
}
