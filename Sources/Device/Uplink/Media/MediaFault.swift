public import LoaModel

/// Why a file could not be had.
public struct MediaFault: Error, Hashable, Sendable, CustomStringConvertible {
    public var code: FaultCode
    /// What happened, with the address, one sentence.
    public var detail: String
    /// Whether it may go well later without anybody doing something.
    public var isTransient: Bool

    public init(_ code: FaultCode, _ detail: String, isTransient: Bool) {
        self.code = code
        self.detail = detail
        self.isTransient = isTransient
    }

    public var description: String { "\(code.rawValue): \(detail)" }
}
