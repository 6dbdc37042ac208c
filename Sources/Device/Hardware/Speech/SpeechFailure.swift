/// Why a text could not be made sound: a fault of the engine or its settings, never of the daemon.
public struct SpeechFailure: Error, Hashable, Sendable, CustomStringConvertible {
    public enum Code: String, Hashable, Sendable {
        /// The engine's program is not on this board.
        case notInstalled
        /// It ended with an error or a signal.
        case failed
        /// It was killed at its deadline.
        case tookTooLong
        /// It said that all was well and left no sound.
        case noSound
        /// The folder takes no file.
        case storage
    }

    public var code: Code
    /// One sentence: what happened and what to do.
    public var detail: String

    public init(_ code: Code, _ detail: String) {
        self.code = code
        self.detail = detail
    }

    public var description: String { detail }
}
