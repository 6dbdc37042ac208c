public import CentreLink
public import LoaModel

/// What a state message changes of a device.
public struct PresenceChange: Hashable, Sendable {
    public var device: DeviceID
    public var presence: DeviceState.Presence
    public var at: Timestamp
    public var version: String
    /// When the device was heard by this message; nil when it was the broker that spoke.
    public var heard: Timestamp?

    /// - Parameters:
    ///   - retained: the broker kept the message: it says how things stood, not that somebody is there now.
    ///   - now: the centre's clock.
    public init(_ state: DeviceState, retained: Bool, at now: Timestamp) {
        device = state.device
        presence = state.presence
        version = String(state.version.prefix(64))
        // The will was written when the link was made, so its time says nothing of when the link broke.
        at = retained ? min(state.at, now) : now
        heard = retained || state.presence == .offline ? nil : now
    }
}
