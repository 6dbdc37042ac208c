import ArgumentParser
import Hardware
import SerialDriver

struct SerialSend: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "send", abstract: "Send a text, or bytes in hexadecimal, and end.",
        discussion: "A text goes out as it stands in UTF-8, without an end of line unless --newline asks for one.")

    @OptionGroup var port: PortOptions
    @Argument(help: "The text.")
    var text = ""
    @Option(help: "Bytes such as '01 03 00 00 00 02 c4 0b' instead of a text.")
    var hex: String?
    @Flag(help: "A line feed behind it.")
    var newline = false
    @Option(help: "Show what comes back within so many seconds.")
    var answer: Double?

    func validate() throws {
        guard text.isEmpty != (hex == nil) else { throw ValidationError("give a text or --hex, one of the two") }
        guard hex == nil || hex.flatMap([UInt8].init(hex:)) != nil else {
            throw ValidationError("--hex takes pairs of hexadecimal digits, such as '01 03 c4 0b'")
        }
    }

    func run() throws {
        let bytes = (hex.flatMap([UInt8].init(hex:)) ?? Array(text.utf8)) + (newline ? [10] : [])
        try port.telling { () throws(SerialPortFailure) in
            var open = try port.opener.open()
            try open.write(bytes.span, until: port.deadline(in: 5))
            if let answer { try show(&open, until: port.deadline(in: answer)) }
        }
    }

    private func show(_ open: inout LinuxSerialPort, until deadline: MonotonicTime) throws(SerialPortFailure) {
        var buffer = [UInt8](repeating: 0, count: 4_096)
        while true {
            var room = buffer.mutableSpan
            let count = try open.read(into: &room, until: deadline)
            guard count > 0 else { return }
            let bytes = Array(buffer[..<count])
            let text = "\(bytes.hex(separator: " "))  |\(bytes.printable)|"
            announce(port.json ? #"{"event":"received","hex":"\#(bytes.hex())"}"# : text)
        }
    }
}
