public import Hardware
public import Journal
public import LoaModel

/// Sees to it that media lies ready before it is due: fetches, tries again, gives up what nobody needs.
public actor MediaKeeper {
    public nonisolated let news: AsyncStream<MediaNews>
    private let tell: AsyncStream<MediaNews>.Continuation
    private let cache: any MediaCache
    private let journal: any DeviceJournal
    private let clock: any AlarmClock
    private let pause: any Clock<Duration>
    private let quota: Int
    private let spread: Double
    private let place: Double

    private var needs: [MediaHash: (need: MediaNeed, asked: Timestamp)] = [:]
    private var kept: [MediaHash: MediaPlan.Kept] = [:]
    private var tries: [MediaHash: FetchTries] = [:]
    private var underWay: Set<MediaHash> = []
    private var overQuota: Set<MediaHash> = []
    private var wakesAt: MonotonicTime?
    private let rings: AsyncStream<Void>
    private let bell: AsyncStream<Void>.Continuation

    /// So many files come at once: a long one does not hold up what an alert needs.
    static let atOnce = 2

    /// - Parameters:
    ///   - quota: bytes.
    ///   - spread: seconds.
    public init(
        cache: any MediaCache, journal: any DeviceJournal, clock: any AlarmClock, pause: any Clock<Duration>,
        device: DeviceID, quota: Int, spread: Double
    ) {
        self.cache = cache
        self.journal = journal
        self.clock = clock
        self.pause = pause
        self.quota = quota
        self.spread = spread
        place = MediaPlan.place(of: device)
        (news, tell) = AsyncStream.makeStream(of: MediaNews.self, bufferingPolicy: .bufferingNewest(4_096))
        (rings, bell) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
    }

    /// What lies ready already; called once, before `run`. Files that the journal does not vouch for are read whole.
    public func ready() async -> [(MediaHash, String)] {
        let known = (try? await journal.media()) ?? []
        let index = Dictionary(known.map { ($0.hash, $0) }, uniquingKeysWith: { first, _ in first })
        let now = clock.read().wall
        for (hash, bytes) in await cache.list() {
            var isWhole = index[hash]?.bytes == bytes
            if !isWhole { isWhole = await cache.isIntact(hash) }
            if isWhole {
                kept[hash] = MediaPlan.Kept(bytes: bytes, lastNeeded: index[hash]?.lastNeeded ?? now)
            } else {
                await cache.remove(hash)
            }
        }
        return kept.keys.map { ($0, cache.path(of: $0)) }
    }

    /// Names all media that the coming hours need, in place of what was named before.
    public func need(_ named: [MediaNeed]) {
        let now = clock.read().wall
        var asked: [MediaHash: (need: MediaNeed, asked: Timestamp)] = [:]
        for need in named where asked[need.reference.sha256].map({ $0.need.due > need.due }) ?? true {
            let hash = need.reference.sha256
            asked[hash] = (need, needs[hash]?.asked ?? now)
            kept[hash]?.lastNeeded = now
            // A sooner need is worth a try at once, however often it failed before.
            if let before = needs[hash], need.due < before.need.due { tries[hash]?.forgive() }
        }
        for hash in needs.keys where asked[hash] == nil { forget(hash) }
        needs = asked
        bell.yield()
    }

    private func forget(_ hash: MediaHash) {
        guard tries.removeValue(forKey: hash) != nil else { return }
        for code in [FaultCode.mediaMissing, .mediaRefused, .storageFull, .storageReadOnly] {
            tell.yield(.cleared(code, originator: "media/\(hash)"))
        }
    }

    /// The file did not play: reads it whole, and fetches it again where its bytes have changed.
    public func suspect(_ hash: MediaHash) async {
        guard kept[hash] != nil, await !cache.isIntact(hash) else { return }
        await drop(hash)
        bell.yield()
    }

    /// Works until cancelled.
    public func run() async {
        await withDiscardingTaskGroup { group in
            for await _ in rings {
                let plan = MediaPlan(
                    needs: Array(needs.values), kept: kept, quota: quota, spread: spread, place: place)
                judgeQuota(plan)
                for hash in plan.evict { await drop(hash) }
                start(plan, in: &group)
            }
            group.cancelAll()
        }
    }

    private func judgeQuota(_ plan: MediaPlan) {
        let over = Set(plan.tooMuch.map(\.sha256))
        for reference in plan.tooMuch where !overQuota.contains(reference.sha256) {
            tell.yield(
                .raised(
                    .mediaQuota, originator: "media/\(reference.sha256)",
                    detail: "\(reference.bytes) bytes do not fit into the quota of \(quota) beside what is due sooner"))
        }
        for hash in overQuota.subtracting(over) { tell.yield(.cleared(.mediaQuota, originator: "media/\(hash)")) }
        overQuota = over
    }

    private func start(_ plan: MediaPlan, in group: inout DiscardingTaskGroup) {
        let now = clock.read()
        var next = MonotonicTime.distantFuture
        for fetch in plan.fetch where !underWay.contains(fetch.reference.sha256) {
            let retry = tries[fetch.reference.sha256]?.next ?? now.monotonic
            let due = max(retry, now.monotonic(at: fetch.notBefore))
            if due > now.monotonic {
                next = min(next, due)
            } else if underWay.count < Self.atOnce {
                underWay.insert(fetch.reference.sha256)
                group.addTask { await self.fetch(fetch.reference) }
            }
        }
        guard next < wakesAt ?? .distantFuture else { return }
        wakesAt = next
        let seconds = Double(next.since(now.monotonic)) / 1e9
        group.addTask { await self.wake(at: next, after: seconds) }
    }

    private func wake(at instant: MonotonicTime, after seconds: Double) async {
        try? await pause.sleep(for: .seconds(seconds))
        if wakesAt == instant { wakesAt = nil }
        bell.yield()
    }

    private func fetch(_ reference: MediaReference) async {
        let hash = reference.sha256
        do {
            try await cache.fetch(reference)
            let now = clock.read().wall
            kept[hash] = MediaPlan.Kept(bytes: reference.bytes, lastNeeded: now)
            try? await journal.keepMedia(StoredMedia(hash: hash, bytes: reference.bytes, lastNeeded: now))
            tell.yield(.arrived(hash, path: cache.path(of: hash)))
            forget(hash)
        } catch {
            var record = tries[hash] ?? FetchTries()
            record.failed(error, at: clock.read().monotonic)
            tries[hash] = record
            if !Task.isCancelled {
                tell.yield(.raised(error.code, originator: "media/\(hash)", detail: error.detail))
            }
        }
        underWay.remove(hash)
        bell.yield()
    }

    private func drop(_ hash: MediaHash) async {
        kept[hash] = nil
        tell.yield(.vanished(hash))
        await cache.remove(hash)
        try? await journal.forgetMedia(hash)
    }
}
