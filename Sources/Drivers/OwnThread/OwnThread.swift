import CLinux
import Glibc

/// A POSIX thread for calls that block, so that they never hold up the cooperative pool.
///
/// The thread blocks every signal: SIGTERM goes to whoever waits for it, and a write to a broken connection gives an
/// error to the C library that made it instead of SIGPIPE to the process.
public enum OwnThread {
    /// Runs `body` once on a new detached thread.
    /// - Parameters:
    ///   - name: what the system's tools show; 15 bytes are kept.
    ///   - stackBytes: 256 KiB fit what our C libraries need with TLS.
    /// - Throws: the system gave no thread; `body` never runs.
    public static func start(
        _ name: String, stackBytes: Int = 256 << 10, body: @escaping @Sendable () -> Void
    ) throws(ThreadFailure) {
        var attributes = pthread_attr_t()
        pthread_attr_init(&attributes)
        defer { pthread_attr_destroy(&attributes) }
        pthread_attr_setstacksize(&attributes, stackBytes)
        pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
        let task = Unmanaged.passRetained(ThreadTask(name: name, body: body))
        var thread = pthread_t()
        var mask = sigset_t()
        var previous = sigset_t()
        sigfillset(&mask)
        pthread_sigmask(SIG_SETMASK, &mask, &previous)
        let number = pthread_create(&thread, &attributes, runThread, task.toOpaque())
        pthread_sigmask(SIG_SETMASK, &previous, nil)
        guard number == 0 else {
            task.release()
            throw ThreadFailure(thread: name, number: number)
        }
    }

    /// Runs `body` on a thread of its own and waits for it without blocking the caller's thread.
    public static func run<Value: Sendable>(
        _ name: String, body: @escaping @Sendable () -> Value
    ) async throws(ThreadFailure) -> Value {
        let outcome: Result<Value, ThreadFailure> = await withCheckedContinuation { continuation in
            do throws(ThreadFailure) {
                try start(name) { continuation.resume(returning: .success(body())) }
            } catch {
                continuation.resume(returning: .failure(error))
            }
        }
        return try outcome.get()
    }
}

/// The system gave no thread: memory or the limit on threads is used up.
public struct ThreadFailure: Error, Hashable, Sendable, CustomStringConvertible {
    public var thread: String
    /// The system's error number.
    public var number: Int32

    public var description: String {
        "no thread for \(thread) (error \(number)): free memory or raise the limit on threads"
    }
}

private final class ThreadTask: Sendable {
    let name: String
    let body: @Sendable () -> Void

    init(name: String, body: @escaping @Sendable () -> Void) {
        self.name = name
        self.body = body
    }
}

/// A function, not a closure: a closure would inherit the isolation of where it stands.
private func runThread(_ argument: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    guard let argument else { return nil }
    let task = Unmanaged<ThreadTask>.fromOpaque(argument).takeRetainedValue()
    loa_name_thread(task.name)
    task.body()
    return nil
}
