import DeviceApp
import Hardware
import LoaModel
import Synchronization
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(1)))
struct WatchdogTests {
    @Test func `a player that turns feeds the watchdog`() async throws {
        let service = RecordingService()
        let rig = try Rig(service: service)
        try await rig.whileRunning { #expect(await service.said.first { $0 == "watchdog" } != nil) }
    }

    @Test func `a player that hangs does not, and the good-bye is said all the same`() async throws {
        let service = RecordingService()
        let rig = try Rig(service: service)
        rig.player.hangs()
        try await rig.whileRunning { _ = await rig.player.proofs.first { _ in true } }
        service.finish()
        let said = await service.said.reduce(into: []) { $0.append($1) }
        #expect(said == ["ready", "stopping"])
    }
}

/// A service manager with a watchdog, that keeps what it was told.
final class RecordingService: ServiceManager {
    let said: AsyncStream<String>
    let watchdogSeconds: Double? = 4
    private let say: AsyncStream<String>.Continuation

    init() { (said, say) = AsyncStream.makeStream(of: String.self) }

    func ready() { say.yield("ready") }
    func stopping() { say.yield("stopping") }
    func watchdog() { say.yield("watchdog") }
    func status(_ sentence: String) {}
    func finish() { say.finish() }
}
