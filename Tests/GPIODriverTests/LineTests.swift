import GPIODriver
import Hardware
import Testing

@Suite struct `Lines` {
    @Test(arguments: [
        ("amplifier", LineAddress.named("amplifier")), ("gpiochip0:17", .numbered(chip: "gpiochip0", offset: 17)),
        ("INT:C GPIO", .named("INT:C GPIO")), ("pinctrl-bcm2711:4", .numbered(chip: "pinctrl-bcm2711", offset: 4)),
    ])
    func `an address is a name, or chip and number`(text: String, address: LineAddress) {
        #expect(LineAddress(text) == address)
        #expect("\(address)" == text)
    }

    @Test(arguments: ["", ":4", "gpiochip0:-1", "gpiochip0:70000", "a\0b", String(repeating: "x", count: 65)])
    func `what is neither is refused`(text: String) {
        #expect(LineAddress(text) == nil)
    }

    @Test func `a line is found by name, by chip and by label`() {
        let line = LineDescription(chip: "gpiochip1", label: "pinctrl", offset: 4, name: "rain-gauge")
        #expect(line.isAt(.named("rain-gauge")))
        #expect(line.isAt(.numbered(chip: "gpiochip1", offset: 4)))
        #expect(line.isAt(.numbered(chip: "pinctrl", offset: 4)))
        #expect(!line.isAt(.named("rain")) && !line.isAt(.numbered(chip: "gpiochip0", offset: 4)))
    }

    @Test func `an input is debounced for ten seconds at most`() {
        #expect(DigitalInputSettings(debounceMicroseconds: 99_000_000).debounceMicroseconds == 10_000_000)
        #expect(DigitalInputSettings(debounceMicroseconds: -1).debounceMicroseconds == 0)
    }

    /// The machine that builds has libgpiod or not, chips or not: either way a line that is not there is an error that
    /// names it and says what to do. What lines do is proved on the virtual board.
    @Test func `a line that is not there is an error with its name and a remedy`() {
        let failure = #expect(throws: LineFailure.self) {
            _ = try GPIORelay.open(.named("no-such-line"), active: .high)
        }
        #expect(failure?.line == "no-such-line")
        #expect(failure?.code == .notFound || failure?.code == .noLibrary || failure?.code == .notPermitted)
        #expect(failure?.description.contains(failure?.remedy ?? "-") == true)
    }
}
