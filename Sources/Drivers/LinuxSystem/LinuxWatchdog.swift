public import Hardware
import Synchronization

/// A watchdog of Linux, such as `/dev/watchdog`, on a thread of its own that sleeps until it is rung: a driver that hangs
/// holds up nobody, and no timer can feed it.
public final class LinuxWatchdog: BoardWatchdog {
    public let news: AsyncStream<BoardWatchdogNews>
    private let keeper: WatchdogKeeper
    private let worker: any Worker

    /// Opens nothing yet: the first proof of work does.
    /// - Parameter limitSeconds: after how long without food the board is reset.
    public init(path: String, limitSeconds: Int, workers: any WorkerSystem) throws(WorkerFailure) {
        let (news, tell) = AsyncStream.makeStream(of: BoardWatchdogNews.self, bufferingPolicy: .bufferingNewest(1))
        self.news = news
        let keeper = WatchdogKeeper(path: path, limitSeconds: limitSeconds, tell: tell)
        self.keeper = keeper
        worker = try workers.start("watchdog", urgency: .ordinary) { keeper.turn() }
    }

    public var limitSeconds: Double { Double(keeper.limit.load(ordering: .relaxed)) }

    public func feed() async { await ask(.feed) }

    public func disarm() async { await ask(.disarm) }

    private func ask(_ wish: WatchdogKeeper.Wish) async {
        let (done, finish) = AsyncStream.makeStream(of: Void.self)
        keeper.wishes.withLock { $0.append((wish, finish)) }
        worker.ring()
        for await _ in done {}
    }
}

/// What the watchdog's thread does.
///
/// `@unchecked Sendable`: `handle` is touched by the thread alone; the rest guards itself.
final class WatchdogKeeper: @unchecked Sendable {
    enum Wish {
        case feed, disarm
    }

    let wishes = Mutex<[(Wish, AsyncStream<Void>.Continuation)]>([])
    let limit: Atomic<Int>
    private let path: String
    private let asked: Int
    private let tell: AsyncStream<BoardWatchdogNews>.Continuation
    private var handle: WatchdogHandle?

    init(path: String, limitSeconds: Int, tell: AsyncStream<BoardWatchdogNews>.Continuation) {
        self.path = path
        self.tell = tell
        asked = limitSeconds
        limit = Atomic(limitSeconds)
    }

    /// All that is wished for, then sleep.
    func turn() -> Rest {
        let due = wishes.withLock { wishes in
            defer { wishes = [] }
            return wishes
        }
        defer { due.forEach { $0.1.finish() } }
        guard !due.contains(where: { $0.0 == .disarm }) else {
            disarm()
            return .finished
        }
        if !due.isEmpty { feed() }
        return .untilRung
    }

    private func feed() {
        do throws(SystemFailure) {
            guard handle == nil else {
                try handle?.feed()
                return
            }
            let opened = try WatchdogHandle.open(path, limitSeconds: asked)
            limit.store(opened.limitSeconds, ordering: .relaxed)
            tell.yield(
                .armed(
                    limitSeconds: Double(opened.limitSeconds), staysArmed: opened.staysArmed, hasReset: opened.hasReset)
            )
            handle = consume opened
        } catch {
            handle = nil
            tell.yield(.unavailable("\(error)"))
        }
    }

    private func disarm() {
        guard let open = handle.take() else { return }
        do throws(SystemFailure) {
            try open.disarm()
        } catch {
            tell.yield(.unavailable("\(error)"))
        }
    }
}
