import Glibc
import Journal

/// The one thread that touches SQLite. Takes what waits, commits all its writes together, then answers.
final class JournalThread {
    /// SQLite and the JSON coder were measured to need less than a quarter of it.
    private static let stackBytes = 512 * 1024

    private let queue: JournalQueue
    private let store: JournalStore

    private init(_ queue: JournalQueue, _ store: JournalStore) {
        self.queue = queue
        self.store = store
    }

    /// Starts a thread that ends once the queue is closed and empty. False where the system gives no thread.
    static func start(_ queue: JournalQueue, store: sending JournalStore) -> Bool {
        var attributes = pthread_attr_t()
        pthread_attr_init(&attributes)
        defer { pthread_attr_destroy(&attributes) }
        pthread_attr_setstacksize(&attributes, stackBytes)
        pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
        let argument = Unmanaged.passRetained(JournalThread(queue, store))
        var thread = pthread_t()
        guard pthread_create(&thread, &attributes, body, argument.toOpaque()) == 0 else {
            argument.release()
            return false
        }
        return true
    }

    /// A function of its own: a closure would inherit the isolation of where it stands.
    private static let body: @convention(c) (UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? = { argument in
        guard let argument else { return nil }
        Unmanaged<JournalThread>.fromOpaque(argument).takeRetainedValue().run()
        return nil
    }

    private func run() {
        while let tasks = queue.takeAll() { carryOut(tasks) }
        store.close()
    }

    /// All of `tasks` were waiting at the same time, so that none can expect another to have been done: writes first.
    private func carryOut(_ tasks: [JournalTask]) {
        var writes: [JournalWrite] = []
        var reads: [@Sendable (JournalStore) -> Void] = []
        for task in tasks {
            switch task {
            case .write(let write): writes.append(write)
            case .read(let read): reads.append(read)
            }
        }
        if !writes.isEmpty { carryOut(writes) }
        for read in reads { read(store) }
    }

    private func carryOut(_ writes: [JournalWrite]) {
        let together = store.commit(writes)
        if writes.count == 1 || together.isSuccess {
            for write in writes { write.done(together) }
        } else {
            // What failed together may succeed alone: one report too many must not take an order with it.
            for write in writes { write.done(store.commit([write])) }
        }
    }
}

extension Result {
    fileprivate var isSuccess: Bool {
        if case .success = self { true } else { false }
    }
}
