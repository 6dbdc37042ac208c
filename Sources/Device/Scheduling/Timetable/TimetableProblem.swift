public import LoaModel

/// Something in the schedules that cannot be carried out; everything else goes on.
public struct TimetableProblem: Hashable, Sendable {
    public var code: FaultCode
    /// What it concerns, for the fault's originator: `schedule/ubnd-92/bulletin`.
    public var originator: String
    /// One sentence: what is wrong, and what does not play because of it.
    public var detail: String

    public init(code: FaultCode, originator: String, detail: String) {
        self.code = code
        self.originator = originator
        self.detail = detail
    }
}
