public import CentreLink
public import CivilCalendar
public import Hardware
public import Journal
public import LoaModel
public import Logging
public import Scheduling
public import Trust
public import Uplink

/// Everything that a device is put together from. The program gives drivers, a test gives doubles.
public struct DeviceParts: Sendable {
    public var device: DeviceID
    public var area: Area
    public var version: String
    public var trust: TrustList
    public var quietHours: QuietHours
    public var volume: VolumePlan
    /// Its horns and the zones that they form.
    public var horns: HornPlan
    /// The names of the inputs that the site permits as sources.
    public var lines: Set<String>
    public var outputName: String
    public var healthSeconds: Double
    public var aheadSeconds: Double
    /// The attention tone of alerts that name no length.
    public var toneSeconds: Double
    public var journal: any DeviceJournal
    public var transport: any MessageTransport
    public var player: any SoundPlayer
    /// At each opening of the output what is wrong with its volume, nil for nothing; for one reader.
    public var volumeProblems: AsyncStream<String?>
    public var media: MediaKeeper
    /// nil: no text is spoken; what stands behind it sounds.
    public var speech: (any SpeechEngine)?
    /// What the kernel says; the device puts its own trust on top.
    public var clock: any AlarmClock
    public var gauges: any BoardGauges
    public var service: any ServiceManager
    /// The board's own; nil: none is set.
    public var watchdog: (any BoardWatchdog)?
    /// How the speaker sounded at installation; nil where nobody measured it.
    public var calibration: @Sendable () -> SpeakerResponse?
    public var zones: @Sendable (String) -> ZoneRules?
    /// Sleeps for the retry loops; a clock that wakes nobody early in the program.
    public var pause: any Clock<Duration>
    public var log: Logger

    public init(
        device: DeviceID, area: Area, version: String, trust: TrustList, quietHours: QuietHours, volume: VolumePlan,
        horns: HornPlan = .whole, lines: Set<String> = [], outputName: String, healthSeconds: Double,
        aheadSeconds: Double,
        toneSeconds: Double = 3,
        journal: any DeviceJournal, transport: any MessageTransport, player: any SoundPlayer,
        volumeProblems: AsyncStream<String?> = AsyncStream { nil }, media: MediaKeeper,
        speech: (any SpeechEngine)? = nil, clock: any AlarmClock, gauges: any BoardGauges,
        service: any ServiceManager, watchdog: (any BoardWatchdog)? = nil,
        calibration: @escaping @Sendable () -> SpeakerResponse? = { nil },
        zones: @escaping @Sendable (String) -> ZoneRules?, pause: any Clock<Duration>,
        log: Logger
    ) {
        self.device = device
        self.area = area
        self.version = version
        self.trust = trust
        self.quietHours = quietHours
        self.volume = volume
        self.horns = horns
        self.lines = lines
        self.outputName = outputName
        self.healthSeconds = healthSeconds
        self.aheadSeconds = aheadSeconds
        self.toneSeconds = toneSeconds
        self.journal = journal
        self.transport = transport
        self.player = player
        self.volumeProblems = volumeProblems
        self.media = media
        self.speech = speech
        self.clock = clock
        self.gauges = gauges
        self.service = service
        self.watchdog = watchdog
        self.calibration = calibration
        self.zones = zones
        self.pause = pause
        self.log = log
    }
}
