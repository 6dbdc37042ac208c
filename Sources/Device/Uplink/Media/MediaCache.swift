public import LoaModel

/// The media folder and the way files come into it. Files are named by their hash.
///
/// None of it blocks the caller's thread. A file is either there, whole and verified, or not there at all, also after
/// a power cut at any instant.
public protocol MediaCache: Sendable {
    /// Where a file of this hash lies, or would lie.
    func path(of hash: MediaHash) -> String

    /// Files that lie there under their final name, with their sizes in bytes; unreadable folders are empty.
    func list() async -> [MediaHash: Int]

    /// Whether the bytes on the disk are those of the hash. Reads the whole file.
    func isIntact(_ hash: MediaHash) async -> Bool

    /// Fetches a file: goes on where an earlier try stopped, checks length and hash, and puts it into its place.
    /// Ends soon after its task is cancelled, keeping what came so far.
    func fetch(_ reference: MediaReference) async throws(MediaFault)

    /// Removes a file and what was begun of it.
    func remove(_ hash: MediaHash) async
}
