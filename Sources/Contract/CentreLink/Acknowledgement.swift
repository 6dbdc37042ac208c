/// Centre -> device: every report of the lane up to `through` is stored. Not retained.
public struct Acknowledgement: Hashable, Sendable, Codable {
    public var epoch: String
    public var lane: Report.Lane
    public var through: Int64

    public init(epoch: String, lane: Report.Lane, through: Int64) {
        self.epoch = epoch
        self.lane = lane
        self.through = through
    }
}
