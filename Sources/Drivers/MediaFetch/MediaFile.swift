import Crypto
import Glibc
import LoaModel
import Uplink

/// Files of the media folder. All of it blocks on the disk: called on threads of their own.
enum MediaFile {
    /// What was begun and not touched for so long, in seconds, is removed when the folder is listed.
    static let leftoverSeconds = 14 * 86_400

    static func makeFolder(_ path: String) {
        var made = ""
        for level in path.split(separator: "/", omittingEmptySubsequences: false) {
            made += made.isEmpty && level.isEmpty ? "/" : (made.isEmpty || made == "/" ? level : "/\(level)")
            if !made.isEmpty, made != "/" { mkdir(made, 0o750) }
        }
    }

    static func remove(_ path: String) { unlink(path) }

    /// nil where there is no regular file.
    static func size(of path: String) -> Int? {
        var facts = stat()
        guard lstat(path, &facts) == 0, facts.st_mode & S_IFMT == S_IFREG else { return nil }
        return Int(facts.st_size)
    }

    /// How much of a file has come; what cannot be its beginning is removed.
    static func begun(_ part: String, atMost limit: Int) -> Int {
        if let size = size(of: part), size <= limit { return size }
        remove(part)
        return 0
    }

    /// Whole files with their sizes; removes what was begun long ago.
    static func list(_ folder: String) -> [MediaHash: Int] {
        guard let directory = opendir(folder) else { return [:] }
        defer { closedir(directory) }
        var files: [MediaHash: Int] = [:]
        while let entry = readdir(directory) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            let path = "\(folder)/\(name)"
            if let hash = try? MediaHash(name) {
                if let size = size(of: path) { files[hash] = size }
            } else if name.hasSuffix(".part"), isLeftover(path) {
                remove(path)
            }
        }
        return files
    }

    private static func isLeftover(_ path: String) -> Bool {
        var facts = stat()
        return lstat(path, &facts) == 0 && time(nil) - facts.st_mtim.tv_sec > leftoverSeconds
    }

    /// Reads the whole file; nil where it cannot be read.
    static func hash(of path: String) -> MediaHash? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        return hash(reading: descriptor)
    }

    private static func hash(reading descriptor: Int32) -> MediaHash? {
        var digest = SHA256()
        let chunk = UnsafeMutableRawBufferPointer.allocate(byteCount: 128 << 10, alignment: 16)
        defer { chunk.deallocate() }
        while true {
            let count = read(descriptor, chunk.baseAddress, chunk.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { return nil }
            if count == 0 { return try? MediaHash(digest: digest.finalize()) }
            digest.update(bufferPointer: UnsafeRawBufferPointer(rebasing: chunk[..<count]))
        }
    }

    /// Gives a complete file its final name, if its bytes are those of the hash, and brings both to the disk. A file
    /// with other bytes is removed.
    /// - Returns: whether the bytes were right.
    static func place(_ part: String, as path: String, _ wanted: MediaHash) throws(MediaFault) -> Bool {
        let descriptor = open(part, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
        guard descriptor >= 0 else { throw failure("opened", part) }
        defer { close(descriptor) }
        guard let found = hash(reading: descriptor) else { throw failure("read", part) }
        guard found == wanted else {
            remove(part)
            return false
        }
        guard fsync(descriptor) == 0 else { throw failure("brought to the disk", part) }
        guard rename(part, path) == 0 else { throw failure("renamed", part) }
        try bringToDisk(folderOf: path)
        return true
    }

    private static func bringToDisk(folderOf path: String) throws(MediaFault) {
        let folder = String(path[..<(path.lastIndex(of: "/") ?? path.startIndex)])
        let descriptor = open(folder.isEmpty ? "." : folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw failure("opened", folder) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw failure("brought to the disk", folder) }
    }

    private static func failure(_ deed: String, _ path: String) -> MediaFault {
        let number = errno
        return MediaFault.disk(number, "'\(path)' cannot be \(deed): \(String(cString: strerror(number)))")
    }
}
