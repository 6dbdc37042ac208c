public import LoaModel

/// The horns of a site: which channels of the card amplifiers stand on, and the zones that they form.
public struct HornPlan: Hashable, Sendable {
    public struct Zone: Hashable, Sendable {
        public var name: String
        /// Of the card, counted from 0, left first.
        public var channels: [Int]

        public init(name: String, channels: [Int]) {
            self.name = name
            self.channels = channels
        }
    }

    public var zones: [Zone]
    /// Every channel that sounds, zone or not.
    public var channels: [Int]

    /// A site without zones: what sounds, sounds everywhere.
    public static let whole = HornPlan(zones: [], channels: [])

    public init(zones: [Zone], channels: [Int]) {
        self.zones = zones
        self.channels = channels
    }

    /// Where a bulletin sounds here: in those of its zones that the site has, be it in none.
    public func reach(of bulletin: Bulletin) -> HornReach {
        guard let names = bulletin.hornZones, !names.isEmpty else { return everywhere }
        let known = zones.filter { names.contains($0.name) }
        return known.isEmpty ? HornReach.nowhere(named: names) : HornReach(known)
    }

    /// Where an alert sounds here: in its zones, and everywhere where one of them is not known. No name silences it.
    public func reach(of alert: Alert) -> HornReach {
        guard let names = alert.hornZones, !names.isEmpty, unknown(to: alert).isEmpty else { return everywhere }
        return HornReach(zones.filter { names.contains($0.name) })
    }

    /// The zones of an alert that this site has not.
    func unknown(to alert: Alert) -> [String] {
        (alert.hornZones ?? []).filter { name in !zones.contains { $0.name == name } }
    }

    /// All horns; each zone has the whole sound, and so have the channels that stand in none.
    var everywhere: HornReach {
        let zoned = zones.map(\.channels)
        let rest = channels.filter { channel in !zoned.contains { $0.contains(channel) } }
        return HornReach(everywhere: zones.isEmpty ? [] : zoned + (rest.isEmpty ? [] : [rest]))
    }
}
