/// The system gave no thread. Transient: memory or the limit on threads is used up.
public struct WorkerFailure: Error, Hashable, Sendable, CustomStringConvertible {
    public var worker: String
    /// The system's error number.
    public var number: Int32

    public init(worker: String, number: Int32) {
        self.worker = worker
        self.number = number
    }

    public var description: String {
        "no thread for \(worker) (error \(number)): free memory or raise the limit on threads"
    }
}
