import CWorkers
import Glibc
import Hardware
import Synchronization

/// A semaphore that counts to one: posts before a wait are remembered as one.
///
/// `@unchecked Sendable`: the semaphore is made for use by many threads, and its address never changes.
final class WakeUp: @unchecked Sendable {
    private let semaphore = UnsafeMutablePointer<sem_t>.allocate(capacity: 1)
    private let pending = Atomic<Bool>(false)

    init() {
        sem_init(semaphore, 0, 0)
    }

    deinit {
        sem_destroy(semaphore)
        semaphore.deallocate()
    }

    /// Never blocks; safe from a real-time thread.
    func post() {
        guard !pending.exchange(true, ordering: .acquiringAndReleasing) else { return }
        sem_post(semaphore)
    }

    /// Blocks until posted, or until the instant.
    func wait(until instant: MonotonicTime?) {
        if let instant {
            let nanoseconds = max(0, instant.nanoseconds)
            var deadline = timespec()
            deadline.tv_sec = Int(nanoseconds / 1_000_000_000)
            deadline.tv_nsec = Int(nanoseconds % 1_000_000_000)
            while loa_semaphore_wait_until(semaphore, &deadline) == EINTR {}
        } else {
            while sem_wait(semaphore) != 0 {}
        }
        // An exchange, so that what a poster wrote before a post that was folded into this one is seen.
        _ = pending.exchange(false, ordering: .acquiringAndReleasing)
    }
}
