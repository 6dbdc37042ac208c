import Glibc

/// Small files that are there whole or not at all, after a power cut too. Blocks; any thread.
public enum WholeFile {
    /// Who may read a file; its owner alone may write it.
    public enum Readers: Sendable {
        case owner, everybody

        var mode: mode_t { self == .owner ? 0o600 : 0o644 }
    }

    /// What is read whole: orders, lists, keys, schedules.
    public static let limit = 8 << 20

    /// Writes beside the file, brings it to the medium, then renames it into place. The old file stays until then.
    /// A secret is never readable by others, not for an instant.
    public static func write(_ bytes: [UInt8], to path: String, readers: Readers) throws(OperationFailure) {
        let temporary = "\(path).\(getpid()).new"
        do throws(SystemFault) {
            try place(bytes, at: temporary, readers: readers)
            guard rename(temporary, path) == 0 else { throw SystemFault("rename to", path) }
            try OpenFile.open(folder(of: path), O_RDONLY | O_DIRECTORY).synchronise()
        } catch {
            unlink(temporary)
            throw error.failure("cannot write \(path)", otherwise: .cannotCreate)
        }
    }

    private static func place(_ bytes: [UInt8], at path: String, readers: Readers) throws(SystemFault) {
        unlink(path)
        let file = try OpenFile.open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, mode: 0o600)
        try file.permit(readers.mode)
        try file.write(bytes)
        try file.synchronise()
    }

    /// - Throws: `noInput`, `notPermitted`, or `data` where it is longer than `limit`.
    public static func read(_ path: String, limit: Int = limit) throws(OperationFailure) -> [UInt8] {
        do {
            return try contents(of: try OpenFile.open(path, O_RDONLY), path, limit)
        } catch let fault as SystemFault {
            throw fault.failure("cannot read the file", otherwise: .noInput)
        } catch let failure as OperationFailure {
            throw failure
        } catch {
            throw OperationFailure(.noInput, "\(path): \(error)")
        }
    }

    /// As `read`, for a secret: refused when anybody but its owner could have read it.
    public static func readSecret(_ path: String) throws(OperationFailure) -> [UInt8] {
        let mode: mode_t
        do {
            mode = try OpenFile.open(path, O_RDONLY | O_NOFOLLOW).status().st_mode
        } catch {
            throw error.failure("cannot read the secret", otherwise: .noInput)
        }
        guard mode & 0o077 == 0 else {
            throw OperationFailure(
                .notPermitted,
                "\(path): others than its owner may read this secret; run chmod 600 \(path), and make a new one if "
                    + "somebody may have seen it")
        }
        return try read(path, limit: 1 << 16)
    }

    public static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

    /// Makes a folder and those around it; an existing one keeps its permissions.
    /// - Parameter mode: of the folders that are made.
    public static func makeFolder(_ path: String, mode: UInt32) throws(OperationFailure) {
        guard !path.isEmpty, !exists(path) else { return }
        try makeFolder(folder(of: path), mode: mode)
        guard mkdir(path, mode) == 0 || errno == EEXIST else {
            throw SystemFault("make the folder", path).failure("no folder", otherwise: .cannotCreate)
        }
    }

    private static func contents(of file: borrowing OpenFile, _ path: String, _ limit: Int) throws -> [UInt8] {
        var bytes: [UInt8] = []
        while true {
            let more = try file.read(upTo: 1 << 16)
            if more.isEmpty { return bytes }
            bytes += more
            guard bytes.count <= limit else {
                throw OperationFailure(.data, "\(path): longer than \(limit) bytes; is it the right file?")
            }
        }
    }

    static func folder(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }
}
