/// Where a broadcast sounds on this site. Two that share a channel cannot sound at once.
public struct HornReach: Hashable, Sendable {
    /// Channels of the card, counted from 0: each group is a zone and has the whole sound. Empty: what the player's
    /// settings say.
    public let groups: [[Int]]
    /// The names for the record; nil: all horns.
    public let zones: [String]?
    /// A bit for each channel.
    private let mask: UInt8

    /// All horns of a site without zones.
    public static let everywhere = HornReach(everywhere: [])

    init(everywhere groups: [[Int]]) {
        (self.groups, zones, mask) = (groups, nil, .max)
    }

    init(_ zones: [HornPlan.Zone]) {
        groups = zones.map(\.channels)
        self.zones = zones.map(\.name)
        mask = groups.joined().reduce(0) { $0 | 1 << UInt8(clamping: $1) }
    }

    private init(nowhere names: [String]) {
        (groups, zones, mask) = ([], names, 0)
    }

    /// A bulletin for other sites' zones.
    static func nowhere(named names: [String]) -> HornReach { HornReach(nowhere: names) }

    var isNowhere: Bool { mask == 0 }

    /// Whether both need the same horn.
    public func meets(_ other: HornReach) -> Bool { mask & other.mask != 0 }
}
