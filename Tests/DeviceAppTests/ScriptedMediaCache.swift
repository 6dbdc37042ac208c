import LoaModel
import Synchronization
import Uplink

/// A media folder whose server is the test: a fetch waits until the test lets it arrive.
final class ScriptedMediaCache: MediaCache {
    private let there = Mutex<[MediaHash: Int]>([:])
    private let arrivals: AsyncStream<Void>
    private let arrive: AsyncStream<Void>.Continuation
    /// What was asked for.
    let asked: AsyncStream<MediaHash>
    private let asking: AsyncStream<MediaHash>.Continuation

    init() {
        (arrivals, arrive) = AsyncStream.makeStream(of: Void.self)
        (asked, asking) = AsyncStream.makeStream(of: MediaHash.self)
    }

    /// Lets the next fetch go well.
    func letOneArrive() { arrive.yield() }

    func path(of hash: MediaHash) -> String { "/media/\(hash)" }
    func list() async -> [MediaHash: Int] { there.withLock { $0 } }
    func isIntact(_ hash: MediaHash) async -> Bool { there.withLock { $0[hash] != nil } }
    func remove(_ hash: MediaHash) async { there.withLock { $0[hash] = nil } }

    func fetch(_ reference: MediaReference) async throws(MediaFault) {
        asking.yield(reference.sha256)
        for await _ in arrivals {
            there.withLock { $0[reference.sha256] = reference.bytes }
            return
        }
        throw MediaFault(.mediaMissing, "the test is over", isTransient: true)
    }
}
