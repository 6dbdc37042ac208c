import ArgumentParser
import Hardware
import LinuxWorkers
import SerialDriver
import Trust

struct SerialLoop: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "loop", abstract: "Test a line whose sender is joined to its receiver (TX with RX).",
        discussion: "Ends with status 1 where a byte is lost or comes back as another.")

    @OptionGroup var port: PortOptions
    @Option(help: "How many bytes are sent, 1 to 1000000.")
    var bytes = 1_000

    private struct Line: Encodable {
        var sent: Int
        var received: Int
        var wrong: Int
        var seconds: Double
    }

    func validate() throws {
        guard (1...1_000_000).contains(bytes) else {
            throw ValidationError("--bytes is \(bytes); allowed are 1 to 1000000")
        }
    }

    func run() throws {
        let workers = LinuxWorkers()
        let began = workers.now()
        var result = LoopTest.Result()
        try port.telling { () throws(SerialPortFailure) in
            var open = try port.opener.open()
            result = try LoopTest.run(over: &open, bytes: bytes, workers: workers)
        }
        let line = Line(
            sent: result.sent, received: result.received, wrong: result.wrong,
            seconds: Double(workers.now().since(began)) / 1e9)
        let text = "\(line.sent) bytes sent, \(line.received) came back, \(line.wrong) of them wrong"
        print(port.json ? String(decoding: try JSON.encode(line), as: UTF8.self) : text)
        guard result.isGood else { throw ExitCode.failure }
    }
}
