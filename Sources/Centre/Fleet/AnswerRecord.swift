public import CentreLink
public import LoaModel

/// What a device did with an order, and when.
public struct AnswerRecord: Hashable, Sendable {
    public var device: DeviceID
    public var answer: Answer
    /// As the centre dates it.
    public var at: Timestamp
    public var received: Timestamp

    public init(device: DeviceID, answer: Answer, at: Timestamp, received: Timestamp) {
        self.device = device
        self.answer = answer
        self.at = at
        self.received = received
    }
}
