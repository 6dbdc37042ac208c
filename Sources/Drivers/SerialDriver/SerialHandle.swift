import CSerial
import Glibc
import Hardware

/// An open tty, closed when the value ends.
struct SerialHandle: ~Copyable {
    let path: String
    /// What the path led to when it was opened.
    let device: String
    let descriptor: Int32

    /// Opens without waiting for a modem's carrier and without becoming the process's terminal.
    static func open(_ path: String) throws(SerialPortFailure) -> SerialHandle {
        let descriptor = Glibc.open(path, O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC)
        guard descriptor >= 0 else { throw SerialPortFailure(opening: path, number: errno) }
        return SerialHandle(owning: descriptor, path: path)
    }

    private init(owning descriptor: Int32, path: String) {
        self.descriptor = descriptor
        self.path = path
        device = FileSystem.target(of: path) ?? path
    }

    deinit { close(descriptor) }

    /// Makes the line this program's alone.
    func claim() throws(SerialPortFailure) {
        let number = -loa_serial_claim(descriptor)
        switch number {
        case 0: return
        case EBUSY: throw .busy(path)
        case ENOTTY: throw SerialPortFailure(.notSerial, path: path, detail: "is no serial line")
        default: throw lost("TIOCEXCL: \(Self.text(number))")
        }
    }

    /// Sets the line and says how it runs now.
    func set(_ wanted: SerialLine) throws(SerialPortFailure) -> SerialLine {
        guard (5...8).contains(wanted.dataBits), (1...2).contains(wanted.stopBits), wanted.baud > 0 else {
            throw SerialPortFailure(.unsupported, path: path, detail: "\(wanted) is no serial line")
        }
        let asked = loa_serial_line(
            baud: UInt32(clamping: wanted.baud), data_bits: UInt8(wanted.dataBits), stop_bits: UInt8(wanted.stopBits),
            parity: wanted.parity.letter)
        try check("TCSETS2", loa_serial_set(descriptor, asked))
        var read = loa_serial_line()
        try check("TCGETS2", loa_serial_get(descriptor, &read))
        var actual = SerialLine(
            baud: Int(read.baud), dataBits: Int(read.data_bits), parity: .init(letter: read.parity),
            stopBits: Int(read.stop_bits))
        guard actual.isAsGood(as: wanted) else {
            throw SerialPortFailure(
                .unsupported, path: path, detail: "asked for \(wanted), the driver made it \(actual)")
        }
        if let bus = wanted.rs485 { actual.rs485 = try set(bus) }
        return actual
    }

    private func set(_ bus: SerialLine.RS485) throws(SerialPortFailure) -> SerialLine.RS485 {
        var mode = loa_serial_rs485(
            enabled: 1, rts_on_send: bus.isHighWhileSending ? 1 : 0, rts_after_send: bus.isHighWhileSending ? 0 : 1,
            receive_own: 0, delay_before_send_ms: UInt32(clamping: bus.delayBeforeSending),
            delay_after_send_ms: UInt32(clamping: bus.delayAfterSending))
        let number = -loa_serial_set_rs485(descriptor, &mode)
        guard number != ENOTTY, number != EINVAL, number != EOPNOTSUPP else {
            throw SerialPortFailure(.unsupported, path: path, detail: "its driver cannot switch an RS-485 bus")
        }
        try check("TIOCSRS485", -number)
        let actual = SerialLine.RS485(
            isHighWhileSending: mode.rts_on_send == 1, delayBeforeSending: Int(mode.delay_before_send_ms),
            delayAfterSending: Int(mode.delay_after_send_ms))
        guard mode.enabled == 1, actual == bus else {
            throw SerialPortFailure(.unsupported, path: path, detail: "asked for \(bus), the driver made it \(actual)")
        }
        return actual
    }

    /// True once the line can be read or written; false at the deadline.
    func wait(toWrite: Bool, until deadline: MonotonicTime) throws(SerialPortFailure) -> Bool {
        let bits = loa_serial_wait(descriptor, toWrite ? 1 : 0, deadline.nanoseconds)
        guard bits >= 0 else { throw lost("ppoll: \(Self.text(-bits))") }
        // What came before the end is read first.
        if bits & Int32(loa_serial_ready) != 0 { return true }
        if bits & Int32(loa_serial_gone) != 0 { throw lost("the line was hung up") }
        return false
    }

    func check(_ call: String, _ result: Int32) throws(SerialPortFailure) {
        guard result < 0 else { return }
        throw lost("\(call): \(Self.text(-result))")
    }

    /// After a good opening every failure means that the line is gone.
    func lost(_ detail: String) -> SerialPortFailure { SerialPortFailure(.disappeared, path: path, detail: detail) }

    static func text(_ number: Int32) -> String { String(cString: strerror(number)) }
}

extension SerialLine {
    /// Receivers sample in the middle of a bit: 2 % off is still read well after ten bits.
    fileprivate func isAsGood(as wanted: SerialLine) -> Bool {
        abs(baud - wanted.baud) * 50 <= wanted.baud && dataBits == wanted.dataBits && parity == wanted.parity
            && stopBits == wanted.stopBits
    }
}

extension SerialLine.Parity {
    fileprivate var letter: CChar {
        switch self {
        case .none: CChar(UInt8(ascii: "N"))
        case .even: CChar(UInt8(ascii: "E"))
        case .odd: CChar(UInt8(ascii: "O"))
        }
    }

    fileprivate init(letter: CChar) {
        self = Self.allCases.first { $0.letter == letter } ?? .none
    }
}
