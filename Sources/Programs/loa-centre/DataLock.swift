import Foundation

/// Keeps a second centre from the same data folder. Given back when the process ends.
final class DataLock {
    private let descriptor: Int32

    /// Makes the folder where there is none.
    init(folder: String) throws {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let path = folder + "/lock"
        descriptor = open(path, O_CREAT | O_RDWR | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw Complaint("\(path) cannot be made: \(String(cString: strerror(errno)))") }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            close(descriptor)
            throw Complaint("\(folder) is in use by another loa-centre; end it, or name another folder")
        }
    }

    deinit { close(descriptor) }
}
