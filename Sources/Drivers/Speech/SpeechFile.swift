import Glibc

/// A file of the speech folder.
struct SpeechFile {
    var path: String
    var bytes: Int
    /// Seconds since 1970.
    var changed: Int

    static func list(_ folder: String, suffix: String) -> [SpeechFile] {
        guard let directory = opendir(folder) else { return [] }
        defer { closedir(directory) }
        var files: [SpeechFile] = []
        while let entry = readdir(directory) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name.hasSuffix(suffix), let file = SpeechFile("\(folder)/\(name)") { files.append(file) }
        }
        return files
    }

    /// nil where there is no regular file.
    init?(_ path: String) {
        var facts = stat()
        guard lstat(path, &facts) == 0, facts.st_mode & S_IFMT == S_IFREG else { return nil }
        self.path = path
        bytes = Int(facts.st_size)
        changed = facts.st_mtim.tv_sec
    }

    /// True where it begins as a WAV file and holds more than a header: a tenth of a second at 8 kHz.
    var holdsSound: Bool {
        guard bytes > 1_600 else { return false }
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        var head = [UInt8](repeating: 0, count: 12)
        guard read(descriptor, &head, 12) == 12 else { return false }
        return head.starts(with: Array("RIFF".utf8)) && head[8...].elementsEqual("WAVE".utf8)
    }

    /// Gives it its lasting name once its bytes are on the disk; the system's error number where that fails.
    func place(as lasting: String) -> Int32 {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return errno }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0, rename(path, lasting) == 0 else { return errno }
        return 0
    }
}
