public import LoaModel

/// What to fetch and what to give up, decided from values alone.
public struct MediaPlan: Hashable, Sendable {
    /// A file to fetch, no sooner than an instant.
    public struct Fetch: Hashable, Sendable {
        public var reference: MediaReference
        public var notBefore: Timestamp
    }

    /// A file that is there.
    public struct Kept: Hashable, Sendable {
        public var bytes: Int
        public var lastNeeded: Timestamp

        public init(bytes: Int, lastNeeded: Timestamp) {
            self.bytes = bytes
            self.lastNeeded = lastNeeded
        }
    }

    /// The sooner due, the earlier in the list.
    public var fetch: [Fetch] = []
    /// Least recently needed first; never what is needed.
    public var evict: [MediaHash] = []
    /// What is needed and does not fit into the quota.
    public var tooMuch: [MediaReference] = []

    /// How long before its use a file is fetched at the latest, whatever the spread says.
    static let marginSeconds = 600.0

    /// - Parameters:
    ///   - needs: each file once, with when it was first asked for.
    ///   - quota: bytes that the folder may hold.
    ///   - spread: seconds over which the devices of a province ask for a new file.
    ///   - place: 0..<1, this device's place in that spread; the same for ever.
    public init(
        needs: [(need: MediaNeed, asked: Timestamp)], kept: [MediaHash: Kept], quota: Int, spread: Double,
        place: Double
    ) {
        var used = 0
        var needed: Set<MediaHash> = []
        for (need, asked) in needs.sorted(by: { $0.need.due < $1.need.due }) {
            let reference = need.reference
            guard needed.insert(reference.sha256).inserted else { continue }
            let bytes = kept[reference.sha256]?.bytes ?? reference.bytes
            guard bytes <= quota - used else {
                tooMuch.append(reference)
                continue
            }
            used += bytes
            guard kept[reference.sha256] == nil else { continue }
            let latest = need.due.adding(seconds: -Self.marginSeconds)
            let notBefore = max(asked, min(asked.adding(seconds: spread * place), latest))
            fetch.append(Fetch(reference: reference, notBefore: notBefore))
        }
        let spare = kept.filter { !needed.contains($0.key) }
            .sorted { ($0.value.lastNeeded, $0.key) < ($1.value.lastNeeded, $1.key) }
        var held = used + spare.reduce(0) { $0 + $1.value.bytes }
        for (hash, file) in spare where held > quota {
            evict.append(hash)
            held -= file.bytes
        }
    }

    /// A device's place in a spread, from its id (FNV-1a with the finisher of MurmurHash3, since ids that differ in the
    /// last letter alone would lie side by side): even over devices, the same after each restart.
    public static func place(of device: DeviceID) -> Double {
        var hash = device.text.utf8.reduce(UInt64(0xcbf2_9ce4_8422_2325)) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
        hash = (hash ^ (hash >> 33)) &* 0xff51_afd7_ed55_8ccd
        hash = (hash ^ (hash >> 33)) &* 0xc4ce_b9fe_1a85_ec53
        hash ^= hash >> 33
        return Double(hash >> 11) / Double(UInt64(1) << 53)
    }
}
