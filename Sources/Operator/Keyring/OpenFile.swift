import Glibc

/// An open file, closed by its deinit. Blocking; a call that a signal interrupts is made again.
struct OpenFile: ~Copyable {
    let descriptor: Int32
    private let path: String

    private init(owning descriptor: Int32, path: String) {
        self.descriptor = descriptor
        self.path = path
    }

    deinit { close(descriptor) }

    /// - Parameter flags: of open(2); O_CLOEXEC is added.
    static func open(_ path: String, _ flags: Int32, mode: mode_t = 0) throws(SystemFault) -> OpenFile {
        let descriptor = Glibc.open(path, flags | O_CLOEXEC, mode)
        guard descriptor >= 0 else { throw SystemFault("open", path) }
        return OpenFile(owning: descriptor, path: path)
    }

    /// Permission bits and owner.
    func status() throws(SystemFault) -> stat {
        var result = stat()
        guard fstat(descriptor, &result) == 0 else { throw SystemFault("stat", path) }
        return result
    }

    /// Sets the permission bits, whatever the umask says.
    func permit(_ mode: mode_t) throws(SystemFault) {
        guard fchmod(descriptor, mode) == 0 else { throw SystemFault("chmod", path) }
    }

    func write(_ bytes: [UInt8]) throws(SystemFault) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let written = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if written < 0 {
                if errno == EINTR { continue }
                throw SystemFault("write", path)
            }
            rest = rest.dropFirst(written)
        }
    }

    /// Reads on from where the last read ended.
    /// - Returns: at most `count` bytes; none at the end of the file.
    func read(upTo count: Int) throws(SystemFault) -> [UInt8] {
        var buffer = [UInt8](repeating: 0, count: count)
        while true {
            let got = buffer.withUnsafeMutableBytes { Glibc.read(descriptor, $0.baseAddress, $0.count) }
            if got >= 0 { return Array(buffer.prefix(got)) }
            if errno != EINTR { throw SystemFault("read", path) }
        }
    }

    /// Waits until the bytes are on the medium.
    func synchronise() throws(SystemFault) {
        guard fsync(descriptor) == 0 else { throw SystemFault("sync", path) }
    }

    /// Waits until nobody else holds the file's lock, then holds it until the file is closed.
    func lock() throws(SystemFault) {
        while flock(descriptor, LOCK_EX) != 0 {
            if errno != EINTR { throw SystemFault("lock", path) }
        }
    }
}
