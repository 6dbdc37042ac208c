import CentreLink
import Hardware
import Health
import Journal
import LoaModel
import Logging
import Playback
import Scheduling
import Trust
import Uplink

/// The flows of one device, joined: orders in, sound out, reports back.
struct Flows: Sendable {
    let parts: DeviceParts
    let clock: TrustedClock
    let reporter: Reporter
    let courier: Courier
    let faults: FaultRegister
    let conductor: Conductor
    let session: CentreSession
    let health: HealthBeat
    private let nudges: AsyncStream<Void>
    private let needs: AsyncStream<[MediaNeed]>
    private let texts: AsyncStream<[SpeechNeed]>
    private let speech: SpeechKeeper?
    private let suspects: AsyncStream<MediaHash>
    /// Ends when the player has: nothing sounds, the amplifier is off.
    private let sound: AsyncStream<Never>
    private let soundEnds: AsyncStream<Never>.Continuation
    private let journalFailures: AsyncStream<JournalError?>

    init(_ parts: DeviceParts, clock: TrustedClock, contents: JournalContents, started: MonotonicTime) {
        self.parts = parts
        self.clock = clock
        let (nudges, nudge) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        let (needs, need) = AsyncStream.makeStream(of: [MediaNeed].self, bufferingPolicy: .bufferingNewest(1))
        let (failures, failed) = AsyncStream.makeStream(of: JournalError?.self, bufferingPolicy: .bufferingNewest(1))
        let (suspects, suspect) = AsyncStream.makeStream(of: MediaHash.self, bufferingPolicy: .bufferingNewest(16))
        let (texts, text) = AsyncStream.makeStream(of: [SpeechNeed].self, bufferingPolicy: .bufferingNewest(1))
        self.texts = texts
        speech = parts.speech.map { SpeechKeeper(engine: $0, clock: clock, pause: parts.pause) }
        (sound, soundEnds) = AsyncStream.makeStream(of: Never.self)
        (self.nudges, self.needs, journalFailures, self.suspects) = (nudges, needs, failures, suspects)
        let courier = Courier(
            journal: parts.journal, transport: parts.transport, device: parts.device,
            monotonic: { clock.read().monotonic }, pause: parts.pause)
        let reporter = Reporter(
            journal: parts.journal, clock: clock, pause: parts.pause, written: { await courier.appended() },
            failed: { failed.yield($0) })
        let faults = FaultRegister(
            now: { clock.read().wall },
            changed: { [log = parts.log] fault in
                Self.tell(fault, to: log)
                reporter.report(.fault(fault))
                nudge.yield()
            })
        let conductor = Conductor(
            scheduler: Scheduler(quietHours: parts.quietHours, horns: parts.horns), player: parts.player, clock: clock,
            reporter: reporter,
            faults: faults,
            zones: parts.zones, floor: parts.trust.issued, aheadSeconds: parts.aheadSeconds,
            toneSeconds: parts.toneSeconds, volume: parts.volume, lines: parts.lines, needs: need, texts: text,
            calibration: parts.calibration, suspect: { suspect.yield($0) })
        let desk = OrderDesk(
            verifier: OrderVerifier(trust: parts.trust, device: parts.device, area: parts.area),
            known: contents.orders, lowerBound: contents.lowerBound, clock: clock,
            knowsZone: { [zones = parts.zones] in zones($0) != nil }, reporter: reporter, log: parts.log,
            deliver: {
                await conductor.take($0)
                nudge.yield()
            })
        (self.courier, self.reporter, self.faults, self.conductor) = (courier, reporter, faults, conductor)
        session = CentreSession(
            device: parts.device, area: parts.area, version: parts.version, transport: parts.transport, clock: clock,
            desk: desk, courier: courier, faults: faults, log: parts.log)
        health = HealthBeat(
            identity: HealthBeat.Identity(
                version: parts.version, area: parts.area, trustVersion: parts.trust.version,
                outputName: parts.outputName, zones: parts.horns.zones.map(\.name)),
            conductor: conductor, journal: parts.journal, clock: clock, gauges: parts.gauges, faults: faults,
            reporter: reporter, isRealTime: parts.player.isRealTime, started: started)
    }

    /// Puts the past in force before anything new is heard.
    func begin(_ contents: JournalContents) async {
        if let place = contents.setAside {
            faults.raise(.journalCorrupt, by: "journal", "set aside as \(place)")
        }
        let remembered = Remembered(contents, verifier: parts.trust, log: parts.log)
        for (hash, path) in await parts.media.ready() { await conductor.arrived(hash, at: path) }
        await conductor.begin(remembered.past, schedules: remembered.schedules, quietHours: parts.quietHours)
        await health.beat()
    }

    func start(in group: inout DiscardingTaskGroup) {
        group.addTask { await reporter.run() }
        group.addTask { await courier.run() }
        group.addTask { await session.run() }
        group.addTask { for await _ in clock.rings() { await conductor.tick() } }
        group.addTask {
            for await event in parts.player.events { await conductor.take(event) }
            soundEnds.finish()
        }
        group.addTask { for await needed in needs { await parts.media.need(needed) } }
        group.addTask { for await news in parts.media.news { await take(news) } }
        group.addTask { await parts.media.run() }
        speak(in: &group)
        group.addTask { for await hash in suspects { await parts.media.suspect(hash) } }
        group.addTask { for await failure in journalFailures { judge(failure) } }
        group.addTask { for await problem in parts.volumeProblems { judge(volume: problem) } }
        group.addTask { await health.run(each: parts.healthSeconds, nudges: nudges, pause: parts.pause) }
        let watchdog = Watchdog(
            service: parts.service, board: parts.watchdog, player: parts.player, conductor: conductor,
            pause: parts.pause, log: parts.log)
        group.addTask { await watchdog.run() }
        if let board = parts.watchdog { group.addTask { for await news in board.news { judge(news) } } }
    }

    /// Everything that sounds fades out; the records stay open for the next start.
    func end() async {
        let patience = Task {
            try await parts.pause.sleep(for: .seconds(1))
            await conductor.giveUpSettling()
        }
        await conductor.shutDown()
        patience.cancel()
        parts.player.shutDown()
        session.sayStopping()
        await endOfSound()
        await reporter.flush()
        if let board = parts.watchdog { await parts.pause.atMost(1) { await board.disarm() } }
    }

    /// The process may end only when the amplifier is off; a player that hangs is not waited for.
    private func endOfSound() async {
        let patience = Task {
            try await parts.pause.sleep(for: .seconds(0.5))
            soundEnds.finish()
        }
        for await _ in sound {}
        patience.cancel()
    }

    /// Without an engine each text is told as failed, so that nothing waits for it.
    private func speak(in group: inout DiscardingTaskGroup) {
        guard let speech else {
            group.addTask {
                for await needed in texts {
                    for need in needed {
                        await conductor.take(.failed(need.speech, "this device has no speech engine"))
                    }
                }
            }
            return
        }
        group.addTask { for await needed in texts { await speech.need(needed) } }
        group.addTask { for await news in speech.news { await conductor.take(news) } }
        group.addTask { await speech.run() }
    }

    private func take(_ news: MediaNews) async {
        switch news {
        case .arrived(let hash, let path): await conductor.arrived(hash, at: path)
        case .vanished(let hash): await conductor.vanished(hash)
        case .raised(let code, let originator, let detail): faults.raise(code, by: originator, detail)
        case .cleared(let code, let originator): faults.clear(code, by: originator)
        }
    }

    private func judge(_ news: BoardWatchdogNews) {
        switch news {
        case .armed(let limit, let staysArmed, let hasReset):
            faults.clear(.watchdogUnavailable, by: "watchdog")
            parts.log.notice(
                "the board's watchdog is armed",
                metadata: [
                    "limit.seconds": "\(limit)", "stays.armed": "\(staysArmed)", "has.reset.the.board": "\(hasReset)",
                ])
        case .unavailable(let detail): faults.raise(.watchdogUnavailable, by: "watchdog", detail)
        }
    }

    private func judge(volume problem: String?) {
        guard let problem else { return faults.clear(.outputVolume, by: "output") }
        faults.raise(.outputVolume, by: "output", problem)
    }

    private static func tell(_ fault: Fault, to log: Logger) {
        log.warning(
            fault.cleared == nil ? "fault raised" : "fault cleared",
            metadata: [
                "fault.code": "\(fault.code.rawValue)", "fault.originator": "\(fault.originator)",
                "detail": "\(fault.detail)", "remedy": "\(fault.code.remedy)",
            ])
    }

    /// What a disk cannot do is one fault at a time, gone when it can again.
    private func judge(_ failure: JournalError?) {
        let codes: [FaultCode] = [.storageFull, .storageReadOnly, .journalCorrupt, .outboxFull]
        for code in codes where code != failure?.fault && code != .journalCorrupt {
            faults.clear(code, by: "journal")
        }
        if let failure { faults.raise(failure.fault, by: "journal", failure.detail) }
    }
}
