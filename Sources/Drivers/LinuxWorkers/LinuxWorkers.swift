import Glibc
public import Hardware

/// Workers as POSIX threads, and the clock of the kernel.
public struct LinuxWorkers: WorkerSystem {
    /// SCHED_FIFO priority of real-time workers: above ordinary work, below the kernel's interrupt threads at 50.
    let realTimePriority: Int32

    public init(realTimePriority: Int32 = 40) {
        self.realTimePriority = realTimePriority
    }

    public func now() -> MonotonicTime {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return MonotonicTime(nanoseconds: Int64(time.tv_sec) &* 1_000_000_000 &+ Int64(time.tv_nsec))
    }

    public func start(
        _ name: String, urgency: Urgency, turn: @escaping @Sendable () -> Rest
    ) throws(WorkerFailure) -> any Worker {
        let worker = ThreadWorker(name: name, turn: turn)
        if urgency == .realTime, worker.launch(realTimePriority: realTimePriority) == 0 { return worker }
        let number = worker.launch(realTimePriority: nil)
        guard number == 0 else { throw WorkerFailure(worker: name, number: number) }
        return worker
    }
}
