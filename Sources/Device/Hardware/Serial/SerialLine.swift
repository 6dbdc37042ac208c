/// How a serial line runs: both ends must agree on it.
public struct SerialLine: Hashable, Sendable {
    public enum Parity: String, Hashable, Sendable, CaseIterable {
        case none, even, odd
    }

    /// Bits per second.
    public var baud: Int
    /// 5 to 8.
    public var dataBits: Int
    public var parity: Parity
    /// 1 or 2.
    public var stopBits: Int
    /// nil: the line is no RS-485 bus, or its adapter turns around by itself.
    public var rs485: RS485?

    public init(baud: Int, dataBits: Int = 8, parity: Parity = .none, stopBits: Int = 1, rs485: RS485? = nil) {
        self.baud = baud
        self.dataBits = dataBits
        self.parity = parity
        self.stopBits = stopBits
        self.rs485 = rs485
    }

    /// A bus of two wires whose transmitter the port's own RTS line switches on.
    public struct RS485: Hashable, Sendable {
        /// Whether RTS is high while sending (and low otherwise), or the other way round.
        public var isHighWhileSending: Bool
        /// Milliseconds from RTS to the first bit, and from the last bit to RTS.
        public var delayBeforeSending: Int
        public var delayAfterSending: Int

        public init(isHighWhileSending: Bool = true, delayBeforeSending: Int = 0, delayAfterSending: Int = 0) {
            self.isHighWhileSending = isHighWhileSending
            self.delayBeforeSending = delayBeforeSending
            self.delayAfterSending = delayAfterSending
        }
    }
}

extension SerialLine: CustomStringConvertible {
    /// Such as `9600 8N1`.
    public var description: String {
        let letter = parity.rawValue.uppercased().prefix(1)
        return "\(baud) \(dataBits)\(letter)\(stopBits)" + (rs485 == nil ? "" : " RS-485")
    }
}
