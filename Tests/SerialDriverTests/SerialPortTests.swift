import Glibc
import Hardware
import LinuxWorkers
import SerialDriver
import Testing

/// The driver on pseudo terminals: real rates and parity are for the virtual boards.
@Suite(.timeLimit(.minutes(1)))
struct SerialPortTests {
    let workers = LinuxWorkers()

    private func soon(_ seconds: Double = 5) -> MonotonicTime { workers.now().advanced(bySeconds: seconds) }

    private func read(_ port: inout LinuxSerialPort, until deadline: MonotonicTime) throws(SerialPortFailure) -> [UInt8]
    {
        var buffer = [UInt8](repeating: 0, count: 64)
        var room = buffer.mutableSpan
        let count = try port.read(into: &room, until: deadline)
        return Array(buffer[..<count])
    }

    /// The failure of opening; an opened port is an issue.
    private func refusal(_ path: String, line: SerialLine = SerialLine(baud: 9_600)) -> SerialPortFailure? {
        do throws(SerialPortFailure) {
            _ = try LinuxSerialPort.open(path, line: line)
            Issue.record("\(path) was opened")
            return nil
        } catch {
            return error
        }
    }

    @Test func `every byte goes through as it is, both ways`() throws {
        let pty = try PseudoTerminal()
        var port = try LinuxSerialPort.open(pty.path, line: SerialLine(baud: 115_200))
        let all = (0...255).map { UInt8($0) }
        try port.write(all.span, until: soon())
        #expect(pty.received(256) == all)
        pty.send(all)
        var back: [UInt8] = []
        while back.count < 256 { back += try read(&port, until: soon()) }
        #expect(back == all)
    }

    @Test func `any rate is asked for and read back`() throws {
        let pty = try PseudoTerminal()
        let port = try LinuxSerialPort.open(pty.path, line: SerialLine(baud: 250_000, stopBits: 2))
        #expect(port.line == SerialLine(baud: 250_000, stopBits: 2))
        #expect(port.errorCounts() == nil, "a pseudo terminal counts nothing")
    }

    @Test(arguments: [
        SerialLine(baud: 9_600, parity: .odd), SerialLine(baud: 9_600, parity: .even),
        SerialLine(baud: 9_600, dataBits: 7), SerialLine(baud: 9_600, rs485: SerialLine.RS485()),
        SerialLine(baud: 9_600, dataBits: 9), SerialLine(baud: 0), SerialLine(baud: 9_600, stopBits: 3),
    ])
    func `a line that the driver does not take as asked is refused`(_ line: SerialLine) throws {
        // The kernel's pseudo terminals have 8 bits and no parity, whatever they are told.
        let pty = try PseudoTerminal()
        #expect(refusal(pty.path, line: line)?.code == .unsupported)
    }

    @Test func `a second opening is refused and says who holds the port`() throws {
        let pty = try PseudoTerminal()
        var port = try LinuxSerialPort.open(pty.path, line: SerialLine(baud: 9_600))
        let failure = refusal(pty.path)
        #expect(failure?.code == .busy)
        #expect(failure?.detail.contains("process \(getpid())") == true, "\(failure?.detail ?? "")")
        try port.discardReceived()
    }

    @Test func `a port is free again once its value has ended`() throws {
        let pty = try PseudoTerminal()
        for _ in 0..<3 { _ = try LinuxSerialPort.open(pty.path, line: SerialLine(baud: 9_600)) }
    }

    @Test func `what is no serial line says what it is`() {
        #expect(refusal("/dev/loa-no-such-port")?.code == .notFound)
        #expect(refusal("/dev/null")?.code == .notSerial)
        #expect(refusal("/dev")?.code == .notSerial)
    }

    @Test func `nothing comes: the read ends at its deadline, not before`() throws {
        let pty = try PseudoTerminal()
        var port = try LinuxSerialPort.open(pty.path, line: SerialLine(baud: 9_600))
        let deadline = soon(0.05)
        #expect(try read(&port, until: deadline) == [])
        #expect(workers.now() >= deadline)
    }

    @Test func `nobody takes the bytes: the write ends at its deadline`() throws {
        let pty = try PseudoTerminal()
        var port = try LinuxSerialPort.open(pty.path, line: SerialLine(baud: 9_600))
        let many = [UInt8](repeating: 85, count: 1 << 20)
        let deadline = soon(0.05)
        do throws(SerialPortFailure) {
            try port.write(many.span, until: deadline)
            Issue.record("a megabyte was taken by nobody")
        } catch {
            #expect(error.code == .timedOut)
        }
        #expect(workers.now() >= deadline)
    }

    @Test func `a pulled adapter is told once what came before it is read`() throws {
        let pty = try PseudoTerminal()
        var port = try LinuxSerialPort.open(pty.path, line: SerialLine(baud: 9_600))
        pty.send([1, 2, 3])
        #expect(try read(&port, until: soon()) == [1, 2, 3])
        pty.pull()
        do throws(SerialPortFailure) {
            _ = try read(&port, until: soon())
            Issue.record("a line that is gone was read")
        } catch {
            #expect(error.code == .disappeared)
        }
        do throws(SerialPortFailure) {
            try port.write([1].span, until: soon())
            Issue.record("a line that is gone was written")
        } catch {
            #expect(error.code == .disappeared)
        }
    }
}
