/// Which channel of a voice goes to which of the output.
struct VoiceRoutes {
    /// Channels that the voice is decoded to.
    let width: Int
    /// Channels of the output, each once.
    let outputs: [Int]
    /// Which of the voice's own each of them has.
    let sources: [Int]

    /// - Parameters:
    ///   - zones: of the item; empty: it says nothing.
    ///   - channels: how many the output has.
    ///   - standard: the channels that sound unless the item says something; empty: all.
    init(_ zones: [[Int]], of channels: Int, unlessSaid standard: [Int]) {
        var taken: Set<Int> = []
        let wanted = zones.isEmpty ? [standard] : zones
        var groups = wanted.map { zone in zone.filter { (0..<channels).contains($0) && taken.insert($0).inserted } }
            .filter { !$0.isEmpty }
        if groups.isEmpty { groups = [Array(0..<channels)] }
        let widths = Set(groups.map(\.count))
        let width = widths.count == 1 ? groups[0].count : 1
        self.width = width
        outputs = groups.flatMap { $0 }
        sources = groups.flatMap { group in group.indices.map { width == 1 ? 0 : $0 } }
    }
}
