import Journal
import LoaModel

/// The index of the media folder.
extension JournalStore {
    func media() throws(JournalError) -> [StoredMedia] {
        try database().rows("SELECT hash, bytes, last_needed FROM media ORDER BY hash") { (row) throws(JournalError) in
            guard let hash = try? MediaHash(try row.text(0)) else { throw .damaged("a stored media hash") }
            return StoredMedia(
                hash: hash, bytes: Int(clamping: try row.integer(1)),
                lastNeeded: Timestamp(nanoseconds: try row.integer(2)))
        }
    }

    func keep(_ media: StoredMedia) throws(JournalError) {
        try database().run(
            "INSERT OR REPLACE INTO media (hash, bytes, last_needed) VALUES (?, ?, ?)", .text(media.hash.hex),
            .integer(Int64(media.bytes)), .integer(media.lastNeeded.nanoseconds))
    }

    func forget(_ hash: MediaHash) throws(JournalError) {
        try database().run("DELETE FROM media WHERE hash = ?", .text(hash.hex))
    }
}
