import ArgumentParser
import Hardware
import LinuxSystem
import LinuxWorkers
import LoaModel
import SerialDriver
import Trust

struct SerialListen: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "listen", abstract: "Show what comes in on a serial line.",
        discussion: """
            With --json one line for each event: opened, received, disappeared (it was open and went), failed (it \
            cannot be opened). Damage counted by the driver means a wrong rate or parity, or a bad cable.
            """)

    @OptionGroup var port: PortOptions
    @Flag(help: "Go on when the adapter is pulled or absent: open it again when it is back.")
    var reopen = false
    @Option(help: "End after so many seconds; without it only Ctrl-C ends it.")
    var seconds: Double?

    private struct Line: Encodable {
        var at: Timestamp
        var event: String
        var device: String?
        var baud: Int?
        var dataBits: Int?
        var parity: String?
        var stopBits: Int?
        var hex: String?
        var text: String?
        var damage: [String: Int]?
        var code: String?
        var detail: String?

        enum CodingKeys: String, CodingKey {
            case at, event, device, baud, parity, hex, text, damage, code, detail
            case dataBits = "data_bits"
            case stopBits = "stop_bits"
        }
    }

    func run() throws {
        let clock = try LinuxClock(source: .assumed)
        var failure: SerialPortFailure?
        let listener = SerialListener(port.opener, workers: LinuxWorkers())
        listener.run(until: seconds.map { port.deadline(in: $0) } ?? .distantFuture) { event in
            if case .failed(let reason) = event { failure = reason }
            // The last failure is the command's own, told below.
            if reopen || port.json || failure == nil { say(event, at: clock.read().wall) }
            return reopen || failure == nil
        }
        if let failure, !reopen {
            complain("loa-device: \(failure)")
            throw ExitCode.failure
        }
    }

    private func say(_ event: SerialListener.Event, at now: Timestamp) {
        guard port.json else { return announce(text(event)) }
        var line = Line(at: now, event: "")
        switch event {
        case .opened(let device, let set):
            (line.event, line.device, line.baud, line.dataBits) = ("opened", device, set.baud, set.dataBits)
            (line.parity, line.stopBits) = (set.parity.rawValue, set.stopBits)
        case .received(let bytes, let damage):
            (line.event, line.hex, line.text) = ("received", bytes.hex(), bytes.printable)
            line.damage = damage?.named
        case .failed(let failure):
            line.event = failure.code == .disappeared ? "disappeared" : "failed"
            (line.code, line.detail) = (failure.code.rawValue, failure.detail)
        }
        announce((try? String(decoding: JSON.encode(line), as: UTF8.self)) ?? "{}")
    }

    private func text(_ event: SerialListener.Event) -> String {
        switch event {
        case .opened(let device, let line): "open: \(device) at \(line)"
        case .received(let bytes, let damage):
            "\(bytes.hex(separator: " "))  |\(bytes.printable)|"
                + (damage?.named ?? [:]).sorted { $0.key < $1.key }.map { "  \($0.key) \($0.value)" }.joined()
        case .failed(let failure): "\(failure)"
        }
    }
}

extension SerialErrorCounts {
    /// What is not zero; nil where all is well.
    fileprivate var named: [String: Int]? {
        let all = ["parity": parity, "framing": framing, "overruns": overruns, "breaks": breaks].filter {
            $0.value != 0
        }
        return all.isEmpty ? nil : all
    }
}
