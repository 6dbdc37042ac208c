import CLinux
import Glibc

/// A call to the kernel failed: which call, and what the kernel said.
public struct SystemFailure: Error, Hashable, Sendable, CustomStringConvertible {
    public var call: String
    /// errno(3).
    public var number: Int32

    public init(call: String, number: Int32) {
        self.call = call
        self.number = number
    }

    public var description: String { "\(call): \(String(cString: strerror(number))) (error \(number))" }
}

/// Turns the -errno of our shims into an error.
func check(_ call: String, _ result: Int32) throws(SystemFailure) -> Int32 {
    guard result >= 0 else { throw SystemFailure(call: call, number: -result) }
    return result
}

/// Runs `body` on a thread of its own, named for the system's tools (15 bytes are shown).
func startThread(_ name: String, _ body: @escaping @Sendable () -> Void) throws(SystemFailure) {
    let box = Unmanaged.passRetained(ThreadBody(name: name, run: body))
    var thread = pthread_t()
    let result = pthread_create(
        &thread, nil,
        { argument in
            guard let argument else { return nil }
            let body = Unmanaged<ThreadBody>.fromOpaque(argument).takeRetainedValue()
            loa_name_thread(body.name)
            body.run()
            return nil
        }, box.toOpaque())
    guard result == 0 else {
        box.release()
        throw SystemFailure(call: "pthread_create", number: result)
    }
    pthread_detach(thread)
}

private final class ThreadBody: Sendable {
    let name: String
    let run: @Sendable () -> Void

    init(name: String, run: @escaping @Sendable () -> Void) {
        self.name = name
        self.run = run
    }
}
