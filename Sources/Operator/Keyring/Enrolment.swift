public import LoaModel

/// What the keyring remembers of a device that was given its identity: the broker's rights are made from it.
public struct Enrolment: Hashable, Sendable, Codable {
    public var device: DeviceID
    public var area: Area
    public var enrolled: Timestamp
    /// When the device's certificate ends.
    public var expires: Timestamp

    public init(device: DeviceID, area: Area, enrolled: Timestamp, expires: Timestamp) {
        self.device = device
        self.area = area
        self.enrolled = enrolled
        self.expires = expires
    }
}
