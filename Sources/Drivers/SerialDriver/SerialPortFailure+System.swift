import Glibc
import Hardware

extension SerialPortFailure {
    /// What an error number of open(2) means.
    init(opening path: String, number: Int32) {
        switch number {
        case EBUSY: self = .busy(path)
        case ENOENT, ENXIO, ENODEV, EIO, ENOTDIR: self.init(.notFound, path: path, detail: SerialHandle.text(number))
        case EACCES, EPERM: self.init(.notPermitted, path: path, detail: SerialHandle.text(number))
        case EISDIR: self.init(.notSerial, path: path, detail: SerialHandle.text(number))
        default: self.init(.system, path: path, detail: "open: \(SerialHandle.text(number))")
        }
    }

    /// Somebody else has it, by name where /proc shows it.
    static func busy(_ path: String) -> SerialPortFailure {
        let holders = PortHolders.find(path)
        let names = holders.isEmpty ? "another program" : holders.map(\.description).joined(separator: ", ")
        return SerialPortFailure(.busy, path: path, detail: "is held by \(names)")
    }
}
