public import LoaModel

/// Why the journal could not keep something; the `FaultCode` that the device raises for it.
public struct JournalError: Error, Hashable, Sendable, CustomStringConvertible {
    public var fault: FaultCode
    public var detail: String

    public init(_ fault: FaultCode, _ detail: String) {
        self.fault = fault
        self.detail = detail
    }

    public var description: String { "\(fault.rawValue): \(detail)" }
}
