public import ArgumentParser
public import Hardware
import LinuxWorkers
import SerialDriver

/// What a technician does with the serial lines of a board.
struct SerialCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serial", abstract: "List the serial lines, listen to one, send on one, test one.",
        subcommands: [SerialList.self, SerialListen.self, SerialSend.self, SerialLoop.self])
}

/// Which port, and how it runs.
struct PortOptions: ParsableArguments {
    @Argument(help: "The port; a path of /dev/serial/by-id stays the same over unplugging.")
    var port: String
    @Option(help: "Bits per second, any that the adapter can.")
    var baud = 9_600
    @Option(help: "none, even or odd.")
    var parity = SerialLine.Parity.none
    @Option(help: "5 to 8.")
    var dataBits = 8
    @Option(help: "1 or 2.")
    var stopBits = 1
    @Flag(name: .customLong("rs485"), help: "The port's RTS line switches the transmitter of an RS-485 bus.")
    var isBus = false
    @Flag(help: "One JSON object a line.")
    var json = false

    func validate() throws {
        guard (50...4_000_000).contains(baud) else {
            throw ValidationError("--baud is \(baud); allowed are 50 to 4000000")
        }
        guard (5...8).contains(dataBits) else {
            throw ValidationError("--data-bits is \(dataBits); allowed are 5 to 8")
        }
        guard (1...2).contains(stopBits) else {
            throw ValidationError("--stop-bits is \(stopBits); allowed are 1 and 2")
        }
    }

    var line: SerialLine {
        SerialLine(
            baud: baud, dataBits: dataBits, parity: parity, stopBits: stopBits, rs485: isBus ? SerialLine.RS485() : nil)
    }

    var opener: SerialPortOpener<LinuxSerialPort> { .tty(port, line: line) }

    func deadline(in seconds: Double) -> MonotonicTime { LinuxWorkers().now().advanced(bySeconds: seconds) }

    /// Runs a command on the port; what goes wrong is told with its remedy.
    func telling(_ body: () throws(SerialPortFailure) -> Void) throws {
        do {
            try body()
        } catch {
            complain("loa-device: \(error)")
            throw ExitCode.failure
        }
    }
}

extension SerialLine.Parity: ExpressibleByArgument {}
