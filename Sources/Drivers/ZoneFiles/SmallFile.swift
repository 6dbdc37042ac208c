import Glibc

/// Reads a small regular file whole.
enum SmallFile {
    enum Fault: Error, Equatable {
        case missing
        case notAFile
        case tooLarge
        case failed(String)
    }

    /// Blocks; never on a pipe or a device, which are refused.
    static func read(_ path: String, most: Int) throws(Fault) -> [UInt8] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw fault(errno) }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw fault(errno) }
        guard status.st_mode & S_IFMT == S_IFREG else { throw .notAFile }
        guard status.st_size <= most else { throw .tooLarge }
        return try contents(descriptor, most: most)
    }

    private static func contents(_ descriptor: Int32, most: Int) throws(Fault) -> [UInt8] {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 8192)
        while true {
            let count = Glibc.read(descriptor, &buffer, buffer.count)
            if count < 0 && errno == EINTR { continue }
            guard count >= 0 else { throw fault(errno) }
            guard count > 0 else { return bytes }
            bytes += buffer.prefix(count)
            guard bytes.count <= most else { throw .tooLarge }
        }
    }

    private static func fault(_ code: Int32) -> Fault {
        switch code {
        case ENOENT, ENOTDIR, ENAMETOOLONG: .missing
        default: .failed(String(cString: strerror(code)))
        }
    }
}
