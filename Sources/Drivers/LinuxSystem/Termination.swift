import CLinux

/// SIGTERM and SIGINT as a stream: the daemon ends in good order. SIGPIPE is ignored from here on.
public enum Termination {
    /// Yields once for the first signal. Called once, before anything that must be ended in good order is begun.
    public static func signals() throws(SystemFailure) -> AsyncStream<Void> {
        let descriptor = try check("eventfd", loa_termination_create())
        let (stream, signals) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        try startThread("loa-signals") {
            _ = loa_termination_wait(descriptor)
            signals.yield()
            signals.finish()
        }
        return stream
    }
}
