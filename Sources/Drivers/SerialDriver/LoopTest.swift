public import Hardware

/// Sends over a line whose sender is joined to its receiver, and compares what comes back.
public enum LoopTest {
    public struct Result: Hashable, Sendable {
        public var sent = 0
        public var received = 0
        /// Bytes that came back as others.
        public var wrong = 0

        public init() {}

        public var isGood: Bool { sent == received && wrong == 0 }
    }

    /// Bytes that are under way at once: less than the smallest buffer of an adapter.
    static let block = 64

    /// Blocks; ends after the first block of which nothing comes back.
    public static func run<Port: SerialPort & ~Copyable>(
        over port: inout Port, bytes: Int, workers: any WorkerSystem
    ) throws(SerialPortFailure) -> Result {
        try port.discardReceived()
        let mask = UInt8(truncatingIfNeeded: (1 << port.line.dataBits) - 1)
        // Twelve bits for a byte on the slowest line, and half a second for adapters that gather bytes.
        let patience = 0.5 + Double(block) * 12 / Double(port.line.baud)
        var result = Result()
        while result.sent < bytes {
            let size = min(block, bytes - result.sent)
            let sent = (0..<size).map { UInt8(truncatingIfNeeded: (result.sent + $0) * 167) & mask }
            let deadline = workers.now().advanced(bySeconds: patience)
            try port.write(sent.span, until: deadline)
            let back = try read(size, from: &port, until: deadline)
            result.sent += size
            result.received += back.count
            result.wrong += zip(sent, back).count { $0 != $1 }
            if back.isEmpty { break }
        }
        return result
    }

    private static func read<Port: SerialPort & ~Copyable>(
        _ size: Int, from port: inout Port, until deadline: MonotonicTime
    ) throws(SerialPortFailure) -> [UInt8] {
        var back: [UInt8] = []
        while back.count < size {
            var buffer = [UInt8](repeating: 0, count: size - back.count)
            var room = buffer.mutableSpan
            let count = try port.read(into: &room, until: deadline)
            guard count > 0 else { break }
            back += buffer[..<count]
        }
        return back
    }
}
