/// A serial line of this board, with the paths that lead to it.
public struct SerialPortEntry: Hashable, Sendable {
    /// Such as `/dev/ttyUSB0`: may name another adapter tomorrow.
    public var device: String
    /// The same adapter in whatever socket it is plugged; nil where it has no serial number or there is no udev.
    public var byID: String?
    /// Whatever is plugged into this socket.
    public var byPath: String?
    public var driver: String?
    /// What a USB adapter says of itself.
    public var product: String?
    public var holders: [PortHolder]
}

/// Finds the serial lines that the kernel has.
public enum SerialPortList {
    /// Sorted by device. A UART that the kernel reserved a name for but did not find is left out.
    public static func read() -> [SerialPortEntry] {
        let byID = links(in: "/dev/serial/by-id")
        let byPath = links(in: "/dev/serial/by-path")
        return FileSystem.names(in: "/sys/class/tty").filter(isReal).map { name in
            let device = "/dev/\(name)"
            let place = "/sys/class/tty/\(name)/device"
            let driver = FileSystem.target(of: "\(place)/driver").map { String($0.split(separator: "/").last ?? "") }
            return SerialPortEntry(
                device: device, byID: byID[device], byPath: byPath[device], driver: driver, product: product(place),
                holders: PortHolders.find(device))
        }
    }

    private static func isReal(_ name: String) -> Bool {
        let place = "/sys/class/tty/\(name)"
        // Consoles and pseudo terminals have no device; type 0 is a UART that is not there.
        return FileSystem.target(of: "\(place)/device") != nil && FileSystem.line(of: "\(place)/type") != "0"
    }

    /// The USB device's name lies some folders above its port.
    private static func product(_ place: String) -> String? {
        guard var folder = FileSystem.target(of: place) else { return nil }
        while folder.count > "/sys/devices".count {
            if let product = FileSystem.line(of: "\(folder)/product") { return product }
            folder = folder.split(separator: "/").dropLast().reduce(into: "") { $0 += "/\($1)" }
        }
        return nil
    }

    private static func links(in folder: String) -> [String: String] {
        var links: [String: String] = [:]
        for name in FileSystem.names(in: folder) {
            if let target = FileSystem.target(of: "\(folder)/\(name)") { links[target] = "\(folder)/\(name)" }
        }
        return links
    }
}
