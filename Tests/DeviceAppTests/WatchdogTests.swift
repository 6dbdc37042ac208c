import CentreLink
import DeviceApp
import Hardware
import LoaModel
import Synchronization
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(1)))
struct WatchdogTests {
    let service = RecordingService()

    /// What the watchdogs and the service manager were told in a whole run.
    private func story(_ rig: Rig, _ body: () async throws -> Void) async throws -> [String] {
        try await rig.whileRunning(body)
        service.finish()
        return await service.said.reduce(into: []) { $0.append($1) }
    }

    @Test func `one proof of work feeds both watchdogs, and a wanted end disarms the board's`() async throws {
        let board = RecordingWatchdog(service)
        let rig = try Rig(service: service, watchdog: board)
        let said = try await story(rig) { _ = await board.fed.first { _ in true } }
        #expect(said == ["ready", "watchdog", "board", "stopping", "disarmed"])
    }

    @Test func `a board without a watchdog feeds the service manager's alone`() async throws {
        let rig = try Rig(service: service)
        try await rig.whileRunning { #expect(await service.said.first { $0 == "watchdog" } != nil) }
    }

    @Test func `a player that hangs feeds none, and the good-bye is said all the same`() async throws {
        let rig = try Rig(service: service, watchdog: RecordingWatchdog(service))
        rig.player.hangs()
        let said = try await story(rig) {
            _ = await rig.player.proofs.first { _ in true }
            await letOthersRun()
        }
        #expect(said == ["ready", "stopping", "disarmed"])
    }

    @Test func `a conductor whom the alarm does not wake feeds none until it does`() async throws {
        let rig = try Rig(service: service, watchdog: RecordingWatchdog(service))
        rig.clock.holdRings()
        let said = try await story(rig) {
            _ = await rig.player.proofs.first { _ in true }
            await letOthersRun()
            service.say.yield("released")
            rig.clock.releaseRings()
            _ = try await rig.nextReport { _ in true }
            while !service.wasFed.load(ordering: .sequentiallyConsistent) { await Task.yield() }
        }
        #expect(said.prefix(3) == ["ready", "released", "watchdog"])
    }

    @Test func `a watchdog that cannot be opened is a fault, and what sounds goes on`() async throws {
        let board = RecordingWatchdog(service, .unavailable("open /dev/watchdog: Device or resource busy"))
        let rig = try Rig(service: service, watchdog: board)
        try await rig.whileRunning {
            let report = try await rig.nextReport { if case .fault = $0 { true } else { false } }
            guard case .fault(let fault)? = report else { throw ModelError("no fault was reported") }
            #expect(fault.code == .watchdogUnavailable && fault.detail.contains("busy"))
            try rig.order(try rig.alert("lu"))
            #expect(await rig.nextStart() != nil)
        }
    }

    @Test func `a watchdog's driver that hangs keeps neither food from the service manager nor the end from coming`()
        async throws
    {
        // Real time, because patience is what ends here: a second at most.
        let rig = try Rig(service: service, watchdog: HangingWatchdog(), pause: ContinuousClock())
        let said = try await story(rig) {
            while !service.wasFed.load(ordering: .sequentiallyConsistent) { await Task.yield() }
        }
        #expect(said == ["ready", "watchdog", "stopping"])
    }

    /// Whatever can happen now has happened after it.
    private func letOthersRun() async {
        for _ in 0..<200 { await Task.yield() }
    }
}

/// A service manager with a watchdog, that keeps what it was told.
final class RecordingService: ServiceManager {
    let said: AsyncStream<String>
    let watchdogSeconds: Double? = 4
    let wasFed = Atomic<Bool>(false)
    let say: AsyncStream<String>.Continuation

    init() { (said, say) = AsyncStream.makeStream(of: String.self) }

    func ready() { say.yield("ready") }
    func stopping() { say.yield("stopping") }
    func watchdog() {
        say.yield("watchdog")
        wasFed.store(true, ordering: .sequentiallyConsistent)
    }
    func status(_ sentence: String) {}
    func finish() { say.finish() }
}

/// A board's watchdog that tells the same story, and has news from the start.
final class RecordingWatchdog: BoardWatchdog {
    let limitSeconds = 60.0
    let news: AsyncStream<BoardWatchdogNews>
    let fed: AsyncStream<Void>
    private let feeding: AsyncStream<Void>.Continuation
    private let service: RecordingService

    init(
        _ service: RecordingService,
        _ first: BoardWatchdogNews = .armed(limitSeconds: 60, staysArmed: true, hasReset: false)
    ) {
        self.service = service
        let (news, tell) = AsyncStream.makeStream(of: BoardWatchdogNews.self)
        self.news = news
        (fed, feeding) = AsyncStream.makeStream(of: Void.self)
        tell.yield(first)
    }

    func feed() async {
        service.say.yield("board")
        feeding.yield()
    }

    func disarm() async { service.say.yield("disarmed") }
}

/// A watchdog whose driver never comes back.
struct HangingWatchdog: BoardWatchdog {
    let limitSeconds = 60.0
    let news = AsyncStream<BoardWatchdogNews> { _ in }

    func feed() async { await hang() }
    func disarm() async { await hang() }

    private func hang() async {
        let (never, hold) = AsyncStream.makeStream(of: Void.self)
        for await _ in never {}
        hold.finish()
    }
}
