import Glibc
import Hardware
import LinuxWorkers
import SerialDriver
import Synchronization
import Testing

@Suite(.timeLimit(.minutes(1)))
struct LoopTestTests {
    /// Runs the test over a line whose far end sends back what `change` makes of each byte.
    private func run(_ count: Int, change: @escaping @Sendable (Int, UInt8) -> UInt8?) throws -> LoopTest.Result {
        let pty = try PseudoTerminal()
        var port = try LinuxSerialPort.open(pty.path, line: SerialLine(baud: 115_200))
        let echo = try LinuxWorkers().start("echo", urgency: .ordinary) {
            pty.echo(count, change: change)
            return .finished
        }
        let result = try LoopTest.run(over: &port, bytes: count, workers: LinuxWorkers())
        // The echo ends when nobody holds its far end any more.
        _ = consume port
        echo.join()
        return result
    }

    @Test func `a good line gives every byte back`() throws {
        let result = try run(1_000) { _, byte in byte }
        #expect(result.isGood && result.sent == 1_000)
    }

    @Test func `a changed byte is counted`() throws {
        let result = try run(200) { place, byte in place == 150 ? byte ^ 1 : byte }
        #expect(!result.isGood && result.wrong == 1 && result.received == 200)
    }

    @Test func `a lost byte is counted`() throws {
        let result = try run(64) { place, byte in place == 63 ? nil : byte }
        #expect(!result.isGood && result.received == 63 && result.wrong == 0)
    }

    @Test func `a line that gives nothing back is given up after its first block`() throws {
        let result = try run(1_000) { _, _ in nil }
        #expect(!result.isGood && result.sent == 64 && result.received == 0)
    }
}
