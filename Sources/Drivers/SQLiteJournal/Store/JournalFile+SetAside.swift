import Glibc
import Journal
import LoaModel

extension JournalFile {
    /// How many put-aside journals are kept for those who look for the cause.
    static let keptAside = 3

    /// Renames the database and its log to `journal.corrupt-<n>` in the same folder.
    /// - Returns: the new path.
    func setAside() throws(JournalError) -> String {
        let numbers = asideNumbers()
        for old in numbers.dropLast(Self.keptAside - 1) { remove(aside(old)) }
        let target = aside((numbers.last ?? 0) &+ 1)
        // The log first: without it what lies in the database is older, but whole.
        for suffix in ["-wal", ""] where rename(path + suffix, target + suffix) != 0 && errno != ENOENT {
            let number = errno
            throw JournalError(
                number == ENOSPC || number == EDQUOT ? .storageFull : .storageReadOnly,
                "cannot put \(path)\(suffix) aside as \(target): \(String(cString: strerror(number)))")
        }
        unlink(path + "-shm")
        return target
    }

    private var folder: String { path.lastIndex(of: "/").map { String(path[...$0]) } ?? "./" }

    /// `journal` of `/var/lib/loa/journal.db`.
    private var name: Substring {
        let file = path[(path.lastIndex(of: "/").map(path.index(after:)) ?? path.startIndex)...]
        return file.prefix { $0 != "." }
    }

    private func aside(_ number: Int) -> String { "\(folder)\(name).corrupt-\(number)" }

    private func remove(_ path: String) {
        unlink(path)
        unlink(path + "-wal")
    }

    /// Numbers of the journals that lie aside, rising.
    private func asideNumbers() -> [Int] {
        guard let listing = opendir(folder) else { return [] }
        defer { closedir(listing) }
        var numbers: [Int] = []
        while let entry = readdir(listing) {
            let file = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            let prefix = "\(name).corrupt-"
            if file.hasPrefix(prefix), let number = Int(file.dropFirst(prefix.count)) { numbers.append(number) }
        }
        return numbers.sorted()
    }
}
