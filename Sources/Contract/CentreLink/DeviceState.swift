public import LoaModel

/// Whether a device is there: retained, and the last will says `offline` when the link breaks.
public struct DeviceState: Hashable, Sendable, Codable {
    public enum Presence: String, Codable, Sendable, CaseIterable {
        case online
        /// Said by the broker: the link broke.
        case offline
        /// Said by the device: it ends in good order.
        case stopping
    }

    public var device: DeviceID
    public var presence: Presence
    /// When it was said. The last will carries the time of the connect that it belongs to.
    public var at: Timestamp
    public var version: String

    public init(device: DeviceID, presence: Presence, at: Timestamp, version: String) {
        self.device = device
        self.presence = presence
        self.at = at
        self.version = version
    }
}
