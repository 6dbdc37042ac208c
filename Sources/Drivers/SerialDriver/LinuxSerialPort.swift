import CSerial
import Glibc
public import Hardware

/// A tty of Linux as a serial line: UART, USB adapter or pseudo terminal.
public struct LinuxSerialPort: SerialPort, ~Copyable {
    public let line: SerialLine
    private let handle: SerialHandle

    /// Opens the path and sets the line; what the driver made of it is read back and must be what was asked.
    public static func open(_ path: String, line: SerialLine) throws(SerialPortFailure) -> LinuxSerialPort {
        let handle = try SerialHandle.open(path)
        try handle.claim()
        let actual = try handle.set(line)
        return LinuxSerialPort(owning: handle, line: actual)
    }

    private init(owning handle: consuming SerialHandle, line: SerialLine) {
        self.handle = handle
        self.line = line
    }

    /// The device file behind the path, such as `/dev/ttyUSB0`.
    public var device: String { handle.device }

    public mutating func read(
        into bytes: inout MutableSpan<UInt8>, until deadline: MonotonicTime
    ) throws(SerialPortFailure) -> Int {
        while try handle.wait(toWrite: false, until: deadline) {
            let count = bytes.withUnsafeMutableBytes { Glibc.read(handle.descriptor, $0.baseAddress, $0.count) }
            if count > 0 { return count }
            let number = errno
            guard count < 0, number == EAGAIN || number == EINTR else {
                throw handle.lost(count == 0 ? "the line was hung up" : "read: \(SerialHandle.text(number))")
            }
        }
        return 0
    }

    public mutating func write(_ bytes: Span<UInt8>, until deadline: MonotonicTime) throws(SerialPortFailure) {
        var sent = 0
        while sent < bytes.count {
            guard try handle.wait(toWrite: true, until: deadline) else {
                throw SerialPortFailure(
                    .timedOut, path: handle.path, detail: "\(sent) of \(bytes.count) bytes were taken in time")
            }
            let count = bytes.withUnsafeBytes { all in
                Glibc.write(handle.descriptor, all.baseAddress?.advanced(by: sent), all.count - sent)
            }
            let number = errno
            if count > 0 {
                sent += count
            } else if count < 0, number != EAGAIN, number != EINTR {
                throw handle.lost("write: \(SerialHandle.text(number))")
            }
        }
    }

    public mutating func discardReceived() throws(SerialPortFailure) {
        try handle.check("TCFLSH", loa_serial_discard(handle.descriptor))
    }

    public func errorCounts() -> SerialErrorCounts? {
        var counts = loa_serial_counts()
        guard loa_serial_count(handle.descriptor, &counts) == 0 else { return nil }
        return SerialErrorCounts(
            parity: Int(counts.parity), framing: Int(counts.framing), overruns: Int(counts.overruns),
            breaks: Int(counts.breaks))
    }
}

extension SerialPortOpener where Port == LinuxSerialPort {
    /// A tty by its path; give one of /dev/serial/by-id or by-path, which stays the same over unplugging.
    public static func tty(_ path: String, line: SerialLine) -> SerialPortOpener<LinuxSerialPort> {
        SerialPortOpener(path: path) { () throws(SerialPortFailure) in try LinuxSerialPort.open(path, line: line) }
    }
}
