/// Something wrong with the device itself.
public struct Fault: Hashable, Sendable, Codable {
    public var code: FaultCode
    /// Which part raised it: `output`, `amplifier`, `speaker`, `microphone`, `media/<hash>`, `order`, `journal`, `clock`, `link`,
    /// `watchdog`, `zones`.
    public var originator: String
    public var since: Timestamp
    /// When it ended; nil while it holds.
    public var cleared: Timestamp?
    /// What happened, one sentence.
    public var detail: String

    public init(
        code: FaultCode, originator: String, since: Timestamp, cleared: Timestamp? = nil, detail: String
    ) {
        self.code = code
        self.originator = originator
        self.since = since
        self.cleared = cleared
        self.detail = detail
    }
}
