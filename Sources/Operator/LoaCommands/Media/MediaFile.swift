import Crypto
import Glibc
import Keyring
import LoaModel

/// A media file on this machine, with its name in the system: the hash of its bytes.
struct MediaFile: Hashable {
    let path: String
    let sha256: MediaHash
    let bytes: Int

    /// Reads the whole file.
    /// - Throws: `noInput` where it cannot be read; `data` where it is empty or too large.
    init(_ path: String, progress: ProgressBar) throws {
        var facts = stat()
        let total = stat(path, &facts) == 0 ? Int(facts.st_size) : 0
        var hash = SHA256()
        var count = 0
        try FilePieces.read(path) { piece in
            hash.update(data: piece)
            count += piece.count
            guard count <= MediaReference.maximumBytes else {
                throw OperationFailure(
                    .data, "\(path): is larger than \(MediaReference.maximumBytes) bytes; cut it in two")
            }
            // Once in 16 MiB: hashing is faster than a terminal.
            if count & 0xff_ffff == 0 { progress.show(count, of: total) }
        }
        progress.end()
        guard count > 0 else { throw OperationFailure(.data, "\(path): is empty; is it the right file?") }
        self.path = path
        bytes = count
        sha256 = try MediaHash(digest: hash.finalize())
    }

    var reference: MediaReference { MediaReference(sha256: sha256, bytes: bytes) }
}
