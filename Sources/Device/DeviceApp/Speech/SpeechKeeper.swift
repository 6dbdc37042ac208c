import Hardware
import LoaModel

/// Sees to it that texts are spoken before they are due: the sooner due, the sooner rendered; what fails is tried again
/// with growing pauses. Nothing waits for it.
actor SpeechKeeper {
    nonisolated let news: AsyncStream<SpeechNews>
    private let tell: AsyncStream<SpeechNews>.Continuation
    private let engine: any SpeechEngine
    private let clock: any AlarmClock
    private let pause: any Clock<Duration>

    private var needs: [SpeechNeed] = []
    private var ready: Set<Speech> = []
    private var underWay: Set<Speech> = []
    private var tries: [Speech: (count: Int, next: MonotonicTime)] = [:]
    private var wakesAt: MonotonicTime?
    private let rings: AsyncStream<Void>
    private let bell: AsyncStream<Void>.Continuation

    /// So many texts are rendered at once: an alert's does not wait for a long bulletin's.
    static let atOnce = 2
    /// Seconds before a text that failed is tried again, first and at most.
    static let firstRetry = 30.0
    static let longestRetry = 3_600.0

    init(engine: any SpeechEngine, clock: any AlarmClock, pause: any Clock<Duration>) {
        (self.engine, self.clock, self.pause) = (engine, clock, pause)
        (news, tell) = AsyncStream.makeStream(of: SpeechNews.self, bufferingPolicy: .bufferingNewest(1_024))
        (rings, bell) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
    }

    /// Names all texts that the coming hours need, in place of what was named before.
    func need(_ named: [SpeechNeed]) {
        let texts = Set(named.map(\.speech))
        needs = named.sorted { $0.due < $1.due }
        ready.formIntersection(texts)
        tries = tries.filter { texts.contains($0.key) }
        bell.yield()
    }

    /// Works until cancelled.
    func run() async {
        await withDiscardingTaskGroup { group in
            for await _ in rings { startWhatIsDue(in: &group) }
            group.cancelAll()
        }
    }

    private func startWhatIsDue(in group: inout DiscardingTaskGroup) {
        let now = clock.read().monotonic
        var next = MonotonicTime.distantFuture
        for need in needs where !ready.contains(need.speech) && !underWay.contains(need.speech) {
            let due = tries[need.speech]?.next ?? now
            if due > now {
                next = min(next, due)
            } else if underWay.count < Self.atOnce {
                underWay.insert(need.speech)
                group.addTask { await self.render(need.speech) }
            }
        }
        guard next < wakesAt ?? .distantFuture else { return }
        wakesAt = next
        let seconds = Double(next.since(now)) / 1e9
        group.addTask { await self.wake(at: next, after: seconds) }
    }

    private func render(_ speech: Speech) async {
        do {
            let spoken = try await engine.render(speech)
            tries[speech] = nil
            if needs.contains(where: { $0.speech == speech }) { ready.insert(speech) }
            tell.yield(.ready(speech, spoken))
        } catch {
            postpone(speech, error)
        }
        underWay.remove(speech)
        if !needs.contains(where: { !ready.contains($0.speech) }) {
            await engine.tidy(keeping: needs.map(\.speech))
        }
        bell.yield()
    }

    private func postpone(_ speech: Speech, _ failure: SpeechFailure) {
        let count = (tries[speech]?.count ?? 0) + 1
        let seconds = min(Self.longestRetry, Self.firstRetry * Double(1 << min(count - 1, 7)))
        tries[speech] = (count, clock.read().monotonic.advanced(bySeconds: seconds))
        tell.yield(.failed(speech, failure.detail))
    }

    private func wake(at instant: MonotonicTime, after seconds: Double) async {
        try? await pause.sleep(for: .seconds(seconds))
        if wakesAt == instant { wakesAt = nil }
        bell.yield()
    }
}
