import CWorkers
import Glibc
import Hardware
import Synchronization

/// One POSIX thread that turns, and sleeps on a semaphore between turns.
///
/// `@unchecked Sendable`: `turn` belongs to the thread once it is launched; the rest is constant or guards itself.
final class ThreadWorker: Worker, @unchecked Sendable {
    /// Small stacks keep a board of 256 MB free; decoders were measured to need less than a fifth of it.
    static let stackBytes = 512 * 1024

    let name: String
    /// Dropped by the thread as it ends, with all that it holds.
    private var turn: (@Sendable () -> Rest)?
    private let wake = WakeUp()
    private let done = WakeUp()
    private let realTime = Atomic<Bool>(false)

    var isRealTime: Bool { realTime.load(ordering: .relaxed) }

    init(name: String, turn: @escaping @Sendable () -> Rest) {
        self.name = name
        self.turn = turn
    }

    func ring() {
        wake.post()
    }

    func join() {
        done.wait(until: nil)
        // Whoever else joins must pass as well.
        done.post()
    }

    /// Starts the detached thread, which keeps this worker alive; the system's error number where it cannot.
    func launch(realTimePriority: Int32?) -> Int32 {
        var attributes = pthread_attr_t()
        pthread_attr_init(&attributes)
        defer { pthread_attr_destroy(&attributes) }
        pthread_attr_setstacksize(&attributes, Self.stackBytes)
        pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
        if let realTimePriority {
            var parameters = sched_param()
            parameters.sched_priority = realTimePriority
            pthread_attr_setinheritsched(&attributes, Int32(PTHREAD_EXPLICIT_SCHED))
            pthread_attr_setschedpolicy(&attributes, SCHED_FIFO)
            pthread_attr_setschedparam(&attributes, &parameters)
        }
        realTime.store(realTimePriority != nil, ordering: .relaxed)
        var thread = pthread_t()
        let argument = Unmanaged.passRetained(self)
        let number = pthread_create(&thread, &attributes, ThreadWorker.body, argument.toOpaque())
        if number != 0 { argument.release() }
        return number
    }

    /// The thread's body is a function of its own: a closure would inherit the isolation of where it stands.
    private static let body: @convention(c) (UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? = { argument in
        guard let argument else { return nil }
        let worker = Unmanaged<ThreadWorker>.fromOpaque(argument).takeRetainedValue()
        _ = loa_thread_name(String(worker.name.prefix(15)))
        worker.run()
        return nil
    }

    private func run() {
        while let turn {
            switch turn() {
            case .none: continue
            case .untilRung: wake.wait(until: nil)
            case .until(let instant): wake.wait(until: instant)
            case .finished: self.turn = nil
            }
        }
        done.post()
    }
}
