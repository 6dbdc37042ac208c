/// A child process could not be started.
public struct ChildFailure: Error, Hashable, Sendable, CustomStringConvertible {
    public enum Code: Hashable, Sendable {
        /// The program is not on this board.
        case notInstalled
        /// The system gave no process, pipe or file: its error number.
        case system(Int32)
    }

    public var code: Code
    public var program: String
    public var detail: String

    public var description: String { "\(program): \(detail)" }
}

/// How a child process ended.
public enum ChildEnd: Hashable, Sendable {
    case exited(Int)
    /// By a signal: a crash, or a limit.
    case killed(signal: Int)
    /// It was still running at its deadline, and was killed.
    case tookTooLong
}
