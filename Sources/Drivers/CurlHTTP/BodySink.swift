import Glibc

/// Where the body of an answer goes: memory, a file from an offset on, or whoever listens.
final class BodySink {
    typealias Listener = (_ bytes: UnsafeRawBufferPointer, _ status: Int, _ type: String?) throws(HTTPError) -> Void

    private enum Place {
        case memory
        case listener(Listener)
        case file(path: String, descriptor: Int32)
    }

    private let place: Place
    private let limit: Int
    /// Where in the file the first byte is asked for.
    private(set) var offset: Int
    private(set) var memory: [UInt8] = []
    private var taken = 0
    private var isBegun = false

    init(memory limit: Int) {
        place = .memory
        offset = 0
        self.limit = limit
    }

    init(listener: @escaping Listener) {
        place = .listener(listener)
        offset = 0
        limit = .max
    }

    /// - Parameters:
    ///   - offset: where the download is taken up again; the file is cut there.
    ///   - limit: the longest that the file may become.
    init(file path: String, offset: Int, limit: Int) throws(HTTPError) {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o640)
        guard descriptor >= 0 else { throw HTTPError.file(errno, path, "opened") }
        place = .file(path: path, descriptor: descriptor)
        self.offset = offset
        self.limit = limit
    }

    deinit { if case .file(_, let descriptor) = place { close(descriptor) } }

    func take(
        _ bytes: UnsafeRawBufferPointer, status: Int, header: (String) -> String?
    ) throws(HTTPError) {
        if case .listener(let listener) = place { return try listener(bytes, status, header("content-type")) }
        guard case .file(let path, let descriptor) = place else {
            guard memory.count + bytes.count <= limit else { throw tooLarge(memory.count + bytes.count) }
            return memory.append(contentsOf: bytes)
        }
        guard status == 200 || status == 206 else { return }
        if !isBegun { try begin(path, descriptor, status, header) }
        guard offset + taken + bytes.count <= limit else { throw tooLarge(offset + taken + bytes.count) }
        var rest = bytes
        while !rest.isEmpty {
            let written = write(descriptor, rest.baseAddress, rest.count)
            if written < 0, errno == EINTR { continue }
            guard written > 0 else { throw HTTPError.file(written < 0 ? errno : EIO, path, "written") }
            rest = UnsafeRawBufferPointer(rebasing: rest[written...])
        }
        taken += bytes.count
    }

    /// A server that knows no ranges sends the whole file (200): it begins at 0 again.
    private func begin(
        _ path: String, _ descriptor: Int32, _ status: Int, _ header: (String) -> String?
    ) throws(HTTPError) {
        isBegun = true
        if status == 200 { offset = 0 }
        if status == 206, let range = header("content-range"), !range.hasPrefix("bytes \(offset)-") {
            throw HTTPError(.nonsense, "asked for the bytes from \(offset) on, the server sent '\(range.prefix(60))'")
        }
        if let length = header("content-length").flatMap({ Int($0) }), length > limit - offset {
            throw tooLarge(length.addingReportingOverflow(offset).partialValue)
        }
        guard ftruncate(descriptor, off_t(offset)) == 0, lseek(descriptor, off_t(offset), SEEK_SET) >= 0 else {
            throw HTTPError.file(errno, path, "cut")
        }
    }

    private func tooLarge(_ bytes: Int) -> HTTPError {
        HTTPError(.tooLarge, "the body has \(bytes) bytes or more; \(limit) are allowed")
    }
}

extension HTTPError {
    static func file(_ number: Int32, _ path: String, _ deed: String) -> HTTPError {
        HTTPError(.file(number), "'\(path)' cannot be \(deed): \(String(cString: strerror(number)))")
    }
}
