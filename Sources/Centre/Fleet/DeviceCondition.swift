/// How a device shows: what it said last of itself, unless it has fallen silent.
public enum DeviceCondition: String, Codable, CaseIterable, Sendable {
    case online, offline, stopping
    /// Nothing was heard of it for too long, whatever it said last: somebody has to look.
    case silent
}
