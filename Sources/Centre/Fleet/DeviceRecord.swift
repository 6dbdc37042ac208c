public import CentreLink
public import LoaModel

/// What the centre knows of a device.
public struct DeviceRecord: Hashable, Sendable {
    public var device: DeviceID
    /// What was last said of its presence; nil when only reports came.
    public var presence: DeviceState.Presence?
    public var presenceAt: Timestamp?
    public var version: String?
    public var firstHeard: Timestamp
    /// When the device itself was last heard, by the centre's clock.
    public var lastHeard: Timestamp
    public var health: HealthReport?
    /// When that report was made, as the centre dates it.
    public var healthAt: Timestamp?
    public var openFaults: [FaultCode]
    /// Reports that it numbered and could no longer give.
    public var lostReports: Int64

    public init(
        device: DeviceID, presence: DeviceState.Presence?, presenceAt: Timestamp?, version: String?,
        firstHeard: Timestamp, lastHeard: Timestamp, health: HealthReport?, healthAt: Timestamp?,
        openFaults: [FaultCode], lostReports: Int64
    ) {
        self.device = device
        self.presence = presence
        self.presenceAt = presenceAt
        self.version = version
        self.firstHeard = firstHeard
        self.lastHeard = lastHeard
        self.health = health
        self.healthAt = healthAt
        self.openFaults = openFaults
        self.lostReports = lostReports
    }

    /// Where it stands, by its own last word.
    public var area: Area? { health?.area }

    public func condition(at now: Timestamp, silentAfter seconds: Int64) -> DeviceCondition {
        if lastHeard < now.adding(seconds: -Double(seconds)) { return .silent }
        switch presence {
        case .offline: return .offline
        case .stopping: return .stopping
        case .online, nil: return .online
        }
    }
}
