/// Opens one serial line, again and again if need be: an adapter may be pulled and come back.
///
/// A value and not a protocol, because the language has no associated type without copies yet.
public struct SerialPortOpener<Port: SerialPort & ~Copyable>: Sendable {
    /// The port's path as in the settings, such as `/dev/serial/by-id/usb-FTDI_...`: one that stays the same.
    public let path: String
    private let openPort: @Sendable () throws(SerialPortFailure) -> Port

    public init(path: String, open: @escaping @Sendable () throws(SerialPortFailure) -> Port) {
        self.path = path
        openPort = open
    }

    /// Takes milliseconds; a busy or absent port fails at once instead of waiting.
    public func open() throws(SerialPortFailure) -> Port { try openPort() }
}
