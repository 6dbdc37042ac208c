public import CentreLink
public import LoaModel

/// A numbering of reports of one device.
public struct LaneKey: Hashable, Sendable {
    public var epoch: String
    public var lane: Report.Lane

    public init(epoch: String, lane: Report.Lane) {
        self.epoch = epoch
        self.lane = lane
    }
}

/// Up to where a lane of a device is stored.
public struct LanePosition: Hashable, Sendable {
    public var device: DeviceID
    public var lane: LaneKey
    public var through: Int64

    public init(device: DeviceID, lane: LaneKey, through: Int64) {
        self.device = device
        self.lane = lane
        self.through = through
    }
}
