import CSerial
public import Hardware

/// Listens to a port for as long as it is wanted, over unplugging and return: blocks the thread that runs it.
public struct SerialListener: Sendable {
    public enum Event: Hashable, Sendable {
        /// Open; with the device file behind the path and how the line runs.
        case opened(device: String, SerialLine)
        /// Bytes in the order in which they came, and damage counted since the last event where the driver counts it.
        case received([UInt8], damage: SerialErrorCounts?)
        /// It went away, or cannot be opened; told once for each reason until it is open again.
        case failed(SerialPortFailure)
    }

    /// Seconds between two tries to open, first and at most: a look at a path costs nothing, waking a board does.
    static let pauses = 0.1...2.0
    /// Bytes in one event, at most.
    static let chunk = 4_096

    private let opener: SerialPortOpener<LinuxSerialPort>
    private let workers: any WorkerSystem

    public init(_ opener: SerialPortOpener<LinuxSerialPort>, workers: any WorkerSystem) {
        self.opener = opener
        self.workers = workers
    }

    /// Tells events until the answer is false, or until `end`. Between bytes it sleeps.
    public func run(until end: MonotonicTime = .distantFuture, tell: (Event) -> Bool) {
        var pause = Self.pauses.lowerBound
        var told: SerialPortFailure?
        while workers.now() < end {
            do throws(SerialPortFailure) {
                var port = try opener.open()
                (pause, told) = (Self.pauses.lowerBound, nil)
                guard tell(.opened(device: port.device, port.line)) else { return }
                guard try read(&port, until: end, tell: tell) else { return }
            } catch {
                if error != told, !tell(.failed(error)) { return }
                told = error
            }
            _ = loa_serial_wait(-1, 0, min(end, workers.now().advanced(bySeconds: pause)).nanoseconds)
            pause = min(Self.pauses.upperBound, pause * 2)
        }
    }

    /// Reads until the port fails; false where nobody wants more.
    private func read(
        _ port: inout LinuxSerialPort, until end: MonotonicTime, tell: (Event) -> Bool
    ) throws(SerialPortFailure) -> Bool {
        var bytes = [UInt8](repeating: 0, count: Self.chunk)
        var before = port.errorCounts()
        while true {
            var room = bytes.mutableSpan
            let count = try port.read(into: &room, until: end)
            guard count > 0 else { return false }
            let now = port.errorCounts()
            let damage = now.flatMap { now in before.map { now.since($0) } }
            before = now
            guard tell(.received(Array(bytes[..<count]), damage: damage)) else { return false }
        }
    }
}

extension SerialErrorCounts {
    /// What was counted after `earlier`.
    func since(_ earlier: SerialErrorCounts) -> SerialErrorCounts {
        SerialErrorCounts(
            parity: parity - earlier.parity, framing: framing - earlier.framing,
            overruns: overruns - earlier.overruns, breaks: breaks - earlier.breaks)
    }
}
