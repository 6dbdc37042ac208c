import CentreLink
import CivilCalendar
import DeviceApp
import Hardware
import LoaModel
import Logging
import Playback
import Scheduling
import TestSupport
import Trust
import Uplink

/// A whole device with nothing real below it: the test is the broker, the player, the clock and the disk.
final class Rig: Sendable {
    let clock: ManualClock
    let disk: MemoryDisk
    let transport = ScriptedTransport()
    let player = ScriptedPlayer()
    let cache = ScriptedMediaCache()
    let key: SigningKey
    private let volume: VolumePlan
    private let horns: HornPlan
    private let lines: Set<String>
    private let volumeProblems: AsyncStream<String?>
    private let service: any ServiceManager
    private let watchdog: (any BoardWatchdog)?
    private let pause: any Clock<Duration>
    private let calibration: SpeakerResponse?
    private let speech: (any SpeechEngine)?
    private let toneSeconds: Double
    private let trust: TrustList
    private let device: DeviceID
    private let area: Area

    /// 2026-11-21 12:00 in a zone of +7 hours.
    static let noon = Timestamp(seconds: 1_795_237_200)
    static let zone = ZoneRules.fixed(seconds: 25_200, name: "+07")

    init(
        at wall: Timestamp = Rig.noon, synchronised: Bool = true, disk: MemoryDisk = MemoryDisk(),
        key: SigningKey = SigningKey(), volume: VolumePlan = .plain(in: Rig.zone), horns: HornPlan = .whole,
        lines: Set<String> = [],
        volumeProblems: AsyncStream<String?> = AsyncStream { nil }, service: any ServiceManager = NoBoard(),
        watchdog: (any BoardWatchdog)? = nil, pause: any Clock<Duration> = StillClock(),
        calibration: SpeakerResponse? = nil,
        speech: (any SpeechEngine)? = nil, toneSeconds: Double = 3
    )
        throws
    {
        clock = ManualClock(wall: wall, synchronised: synchronised)
        self.disk = disk
        self.key = key
        self.volume = volume
        self.horns = horns
        self.lines = lines
        self.volumeProblems = volumeProblems
        self.service = service
        self.watchdog = watchdog
        self.pause = pause
        self.calibration = calibration
        self.speech = speech
        self.toneSeconds = toneSeconds
        device = try DeviceID("loa-1")
        area = try Area("vn/92/31528")
        trust = TrustList(
            version: 1, issued: Rig.noon.adding(seconds: -86_400 * 30),
            authorities: [
                TrustList.Authority(
                    id: try AuthorityID("ubnd"), name: "UBND", keys: [key.publicKey], areas: [try Area("vn/92")],
                    orders: OrderType.allCases, classes: BulletinClass.allCases)
            ])
    }

    /// Runs the device while `body` does its part, then ends it.
    func whileRunning(_ body: () async throws -> Void) async throws {
        let journal = MemoryJournal(on: disk, device: device, boot: "boot")
        let media = MediaKeeper(
            cache: cache, journal: journal, clock: clock, pause: StillClock(), device: device, quota: 1 << 30, spread: 0
        )
        let parts = DeviceParts(
            device: device, area: area, version: "test", trust: trust, quietHours: .standard(in: Rig.zone),
            volume: volume, horns: horns, lines: lines, outputName: "scripted", healthSeconds: 300,
            aheadSeconds: 86_400,
            toneSeconds: toneSeconds, journal: journal, transport: transport, player: player,
            volumeProblems: volumeProblems, media: media, speech: speech, clock: clock, gauges: NoBoard(),
            service: service, watchdog: watchdog, calibration: { [calibration] in calibration },
            zones: { $0 == "Asia/Ho_Chi_Minh" ? Rig.zone : nil }, pause: pause,
            log: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }))
        let (termination, terminate) = AsyncStream.makeStream(of: Void.self)
        async let device: Void = DeviceApp(parts).run(until: termination)
        for await _ in transport.opened { break }
        transport.connect()
        do {
            try await body()
        } catch {
            terminate.yield()
            await device
            throw error
        }
        terminate.yield()
        await device
    }

    /// Signs an order for the device's commune and lets it arrive.
    func order(_ body: OrderBody, sequence: Int64 = 1, expiresIn seconds: Int64 = 3_600) throws {
        let order = try makeOrder(body, sequence: sequence, expiresIn: seconds)
        transport.deliver(try key.sign(order), to: Topics.order(order.stream))
    }

    func makeOrder(_ body: OrderBody, sequence: Int64 = 1, expiresIn seconds: Int64 = 3_600) throws -> Order {
        let now = clock.read().wall.seconds
        return Order(
            issuer: try AuthorityID("ubnd"), audience: .area(area), issuedAt: now, notBefore: now,
            expires: now + seconds, sequence: sequence, body: body)
    }

    /// The next item that the player is given.
    func nextStart() async -> PlaybackItem? { await player.starts.first { _ in true } }

    /// The next report that goes to the centre and is as wanted.
    func nextReport(where wanted: (Report.Body) -> Bool) async throws -> Report.Body? {
        for await message in transport.sent where message.topic == Topics.report(device) {
            let report = try JSON.decode(Report.self, from: message.payload)
            if wanted(report.body) { return report.body }
        }
        return nil
    }

    func alert(_ id: String, source: Source? = nil) throws -> OrderBody {
        .alert(Alert(id: try BulletinID(id), title: id, source: source))
    }

    /// One bulletin a day at a time of the zone's day, from a date on.
    func schedule(
        _ id: String, at time: String, since date: String = "2026-11-20", source: Source = .tone(seconds: 30)
    ) throws -> OrderBody {
        let bulletin = Bulletin(
            id: try BulletinID(id), title: id, bulletinClass: .normal, source: source,
            recurrence: Recurrence(
                start: try CivilDateTime(parsing: "\(date)T\(time)"), rule: try RecurrenceRule(parsing: "FREQ=DAILY")
            ),
            maximumSeconds: 60)
        return .schedule(Schedule(version: 1, zone: "Asia/Ho_Chi_Minh", bulletins: [bulletin]))
    }
}

extension MediaReference {
    static func named(
        _ digit: Character, loudness: Double? = nil, truePeak: Double? = nil
    ) throws -> MediaReference {
        MediaReference(
            sha256: try MediaHash(String(repeating: digit, count: 64)), bytes: 1_000, loudness: loudness,
            truePeak: truePeak)
    }
}
