public import ArgumentParser
import Glibc
public import Hardware
import Trust

struct GPIOCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "gpio", abstract: "The board's lines: what there is, what they read, what they switch.",
        discussion: """
            A line is named as in the settings: amplifier, or gpiochip0:17 where the board gives lines no names. What \
            the daemon holds, others cannot take: stop it first. LOA_GPIOD=2 or 3 takes that libgpiod.so only.
            """,
        subcommands: [
            GPIOList.self, GPIORead.self, GPIOSet.self, GPIOWatch.self, GPIOCount.self, GPIORest.self,
        ])
}

/// How an input is read; the same for all commands that read one.
struct InputOptions: ParsableArguments {
    @Argument(help: "NAME, or CHIP:NUMBER.")
    var line: LineAddress
    @Option(help: "Which voltage means 1: high or low.")
    var active = LinePolarity.high
    @Option(help: "Ask for a resistor: up, down, or as-is.")
    var pull = DigitalInputSettings.Pull.asIs
    @Flag(help: "One JSON object a line.")
    var json = false

    func settings(debounce: Int = 0) -> DigitalInputSettings {
        DigitalInputSettings(active: active, pull: pull, debounceMicroseconds: debounce)
    }
}

extension LineAddress: ExpressibleByArgument {
    public init?(argument: String) { self.init(argument) }
}
extension LinePolarity: ExpressibleByArgument {}
extension DigitalInputSettings.Pull: ExpressibleByArgument {}

/// Says a line at once, also into a pipe.
func say(_ text: String) {
    print(text)
    fflush(nil)
}

func say(_ value: some Encodable) throws {
    say(String(decoding: try JSON.encode(value), as: UTF8.self))
}

/// Refuses a debounce time that no input takes.
func checkDebounce(_ microseconds: Int) throws {
    guard (0...10_000_000).contains(microseconds) else {
        throw ValidationError("--debounce-us is \(microseconds); allowed are 0 to 10000000")
    }
}
