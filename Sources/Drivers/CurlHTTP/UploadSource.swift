import Glibc

/// What is sent as the body of a request.
final class UploadSource {
    let length: Int
    private let bytes: [UInt8]
    private let path: String
    private let descriptor: Int32
    private var sent = 0

    init(_ body: HTTPRequest.Body) throws(HTTPError) {
        switch body {
        case .bytes(let bytes):
            self.bytes = bytes
            (path, descriptor, length) = ("", -1, bytes.count)
        case .file(let path):
            let descriptor = open(path, O_RDONLY | O_CLOEXEC)
            guard descriptor >= 0 else { throw HTTPError.file(errno, path, "opened") }
            var facts = stat()
            guard fstat(descriptor, &facts) == 0, facts.st_mode & S_IFMT == S_IFREG else {
                close(descriptor)
                throw HTTPError.file(EINVAL, path, "sent")
            }
            (bytes, self.path, self.descriptor, length) = ([], path, descriptor, Int(facts.st_size))
        }
    }

    deinit { if descriptor >= 0 { close(descriptor) } }

    /// - Returns: how many bytes were put into `space`; 0 at the end.
    func read(into space: UnsafeMutableRawBufferPointer) throws(HTTPError) -> Int {
        let wanted = min(space.count, length - sent)
        guard wanted > 0 else { return 0 }
        if descriptor < 0 {
            space.copyBytes(from: bytes[sent..<(sent + wanted)])
            sent += wanted
            return wanted
        }
        let count = Glibc.read(descriptor, space.baseAddress, wanted)
        guard count > 0 else { throw HTTPError.file(count < 0 ? errno : EIO, path, "read whole") }
        sent += count
        return count
    }
}
