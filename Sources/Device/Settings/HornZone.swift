import LoaModel

/// A part of a site that sounds without the rest: its name, and the card's channels that its amplifiers stand on.
public struct HornZone: Hashable, Sendable {
    public var name: String
    /// Counted from 0, left first.
    public var channels: [Int]

    /// Reads `cho 1, truong 2, san 3 4`; nil where it is no such list.
    static func parse(_ text: String) -> [HornZone]? {
        var zones: [HornZone] = []
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            let words = part.split(separator: " ")
            guard let name = words.first.map(String.init), HornZones.isName(name),
                !zones.contains(where: { $0.name == name }),
                let channels = SettingsReader.channels(words.dropFirst().joined(separator: ","))
            else { return nil }
            zones.append(HornZone(name: name, channels: channels))
        }
        return zones.count <= HornZones.most ? zones : nil
    }
}
