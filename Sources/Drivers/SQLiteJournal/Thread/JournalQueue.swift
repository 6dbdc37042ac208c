import Glibc
import Synchronization

/// What waits for the journal's thread.
///
/// `@unchecked Sendable`: the semaphore is made for use by many threads and its address never changes; all else is
/// guarded by the mutex.
final class JournalQueue: @unchecked Sendable {
    private struct State {
        var waiting: [JournalTask] = []
        var isClosed = false
    }

    private let state = Mutex(State())
    private let semaphore = UnsafeMutablePointer<sem_t>.allocate(capacity: 1)

    init() {
        sem_init(semaphore, 0, 0)
    }

    deinit {
        sem_destroy(semaphore)
        semaphore.deallocate()
    }

    /// Any thread; does not block. False once the queue was closed.
    func append(_ task: JournalTask) -> Bool {
        let accepted = state.withLock { state in
            if !state.isClosed { state.waiting.append(task) }
            return !state.isClosed
        }
        if accepted { sem_post(semaphore) }
        return accepted
    }

    /// Takes no more; what waits is still handed out. Any thread.
    func close() {
        state.withLock { $0.isClosed = true }
        sem_post(semaphore)
    }

    /// Blocks until something waits and takes all of it; nil once the queue is closed and empty.
    func takeAll() -> [JournalTask]? {
        while true {
            while sem_wait(semaphore) != 0 {}
            let (tasks, isClosed) = state.withLock { state in
                defer { state.waiting = [] }
                return (state.waiting, state.isClosed)
            }
            if !tasks.isEmpty { return tasks }
            if isClosed { return nil }
        }
    }
}
