public import LoaModel

/// Why a command could not do what it was asked: one sentence for people with the remedy, an exit status for scripts.
public struct OperationFailure: Error, Hashable, Sendable, CustomStringConvertible {
    /// The statuses of sysexits.h that `loa` uses.
    public enum Status: Int32, Sendable, CaseIterable {
        /// The command line is wrong.
        case usage = 64
        /// A file or an answer does not say what it should.
        case data = 65
        /// A file that was named cannot be read, or what was named does not exist.
        case noInput = 66
        /// The centre or the broker cannot be reached.
        case unavailable = 69
        /// A file cannot be written.
        case cannotCreate = 73
        /// It exists, but not for you, or it must not be overwritten.
        case notPermitted = 77
        /// Keyring, address or token are not set up.
        case configuration = 78
    }

    public var status: Status
    /// What happened to what, and what to do about it.
    public var message: String

    public init(_ status: Status, _ message: String) {
        self.status = status
        self.message = message
    }

    /// A value of a file, by its place.
    public init(_ problem: ModelError, in file: String) {
        self.init(.data, "\(file): \(problem)")
    }

    public var description: String { message }
}
