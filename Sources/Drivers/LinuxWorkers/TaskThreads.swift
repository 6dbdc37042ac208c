import Glibc
public import OwnThread
import Synchronization

/// The threads that run the program's tasks (SE-0417), in the place of Dispatch's.
///
/// Dispatch on Linux watches its pool: once a task has run there, its manager wakes each second for ever. Here nothing
/// wakes but for a job. May go when Dispatch no longer does that.
///
/// `@unchecked Sendable`: the semaphore is made for use by many threads and its address never changes.
public final class TaskThreads: TaskExecutor, @unchecked Sendable {
    /// As deep as Dispatch's; only what is used is ever backed by memory.
    private static let stackBytes = 8 << 20

    private let jobs = Mutex(JobQueue())
    private let waiting = UnsafeMutablePointer<sem_t>.allocate(capacity: 1)

    private init() { sem_init(waiting, 0, 0) }

    /// Starts the threads, which live as long as the process: nothing says when the last task has ended.
    /// - Throws: the system gives no thread.
    public static func start(count: Int) throws(ThreadFailure) -> TaskThreads {
        let threads = TaskThreads()
        for _ in 0..<max(1, count) {
            try OwnThread.start("loa-tasks", stackBytes: stackBytes) { threads.run() }
        }
        return threads
    }

    /// Runs a program's tasks on such threads and waits for it: for `main`, which must itself be no task, since an
    /// asynchronous one begins on Dispatch's pool.
    public static func run(count: Int, _ body: sending @escaping () async throws -> Void) throws {
        let threads = try start(count: count)
        let failure = Mutex<(any Error)?>(nil)
        let end = WakeUp()
        Task(executorPreference: threads) {
            do { try await body() } catch { failure.withLock { $0 = error } }
            end.post()
        }
        end.wait(until: nil)
        if let failure = failure.withLock({ $0 }) { throw failure }
    }

    /// Any thread; does not block.
    public func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        jobs.withLock { $0.add(job) }
        sem_post(waiting)
    }

    private func run() {
        let executor = asUnownedTaskExecutor()
        while true {
            while sem_wait(waiting) != 0 {}
            if let job = jobs.withLock({ $0.next() }) { job.runSynchronously(on: executor) }
        }
    }
}

/// First in, first out.
private struct JobQueue {
    private var incoming: [UnownedJob] = []
    /// The oldest jobs, the oldest last.
    private var outgoing: [UnownedJob] = []

    mutating func add(_ job: UnownedJob) { incoming.append(job) }

    mutating func next() -> UnownedJob? {
        if outgoing.isEmpty {
            outgoing = incoming.reversed()
            incoming.removeAll(keepingCapacity: true)
        }
        return outgoing.popLast()
    }
}
