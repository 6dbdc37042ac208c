import ArgumentParser
import GPIODriver
import Hardware
import Settings

struct GPIORest: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rest", abstract: "Switch every output of the settings off, and end.",
        discussion: "For before the daemon starts and after it ended, however it did. Without outputs it does nothing.")

    @OptionGroup var options: ConfigOptions

    func run() throws {
        guard let amplifier = try ConfigFolder.settings(options.config).amplifier else { return }
        _ = try GPIORelay.open(amplifier.address, active: amplifier.polarity)
        say("\(amplifier.line) is off")
    }
}

extension DeviceSettings.Amplifier {
    var address: LineAddress { LineAddress(line) ?? .named(line) }
    var polarity: LinePolarity { isActiveLow ? .low : .high }
}
