/// How a device is: sent at start, on change and at a slow beat.
public struct HealthReport: Hashable, Sendable, Codable {
    public struct Clock: Hashable, Sendable, Codable {
        /// The kernel says that it is disciplined (adjtimex), or the settings vouch for it.
        public var synchronised: Bool
        public var source: String
        /// The kernel's bound of the error, milliseconds; nil where it knows none.
        public var estimatedErrorMilliseconds: Double?

        public init(synchronised: Bool, source: String, estimatedErrorMilliseconds: Double? = nil) {
            self.synchronised = synchronised
            self.source = source
            self.estimatedErrorMilliseconds = estimatedErrorMilliseconds
        }

        private enum CodingKeys: String, CodingKey {
            case synchronised, source
            case estimatedErrorMilliseconds = "estimated_error_ms"
        }
    }

    /// What the kernel says of the board; nil where this board has no such figure.
    public struct Board: Hashable, Sendable, Codable {
        /// Mean runnable threads of the last minute.
        public var load: Double?
        public var memoryAvailableMebibytes: Double?
        /// Of the daemon: proportional set size.
        public var daemonMebibytes: Double?
        /// Under the data folder.
        public var diskFreeMebibytes: Double?
        public var temperatureCelsius: Double?

        public init(
            load: Double? = nil, memoryAvailableMebibytes: Double? = nil, daemonMebibytes: Double? = nil,
            diskFreeMebibytes: Double? = nil, temperatureCelsius: Double? = nil
        ) {
            self.load = load
            self.memoryAvailableMebibytes = memoryAvailableMebibytes
            self.daemonMebibytes = daemonMebibytes
            self.diskFreeMebibytes = diskFreeMebibytes
            self.temperatureCelsius = temperatureCelsius
        }

        private enum CodingKeys: String, CodingKey {
            case load
            case memoryAvailableMebibytes = "memory_available_mib"
            case daemonMebibytes = "daemon_mib"
            case diskFreeMebibytes = "disk_free_mib"
            case temperatureCelsius = "temperature_c"
        }
    }

    public struct Output: Hashable, Sendable, Codable {
        public enum State: String, Codable, Sendable { case asleep, awake, playing, unavailable }
        public var name: String
        public var state: State
        /// Frames per second; nil while it was never open.
        public var rate: Int?
        /// Whether the player's thread runs in real time.
        public var realTime: Bool?
        /// Millionths by which the card's clock is faster than the system's; nil before it was measured.
        public var drift: Double?
        /// By how much the last planned sound left later than it should; nil before there was one.
        public var errorMicroseconds: Int?
        /// Millionths by which sound is played faster than it was made, to keep step.
        public var correction: Double?
        /// How often sound jumped to where the clock says, since the daemon began.
        public var jumps: Int?
        /// The names of the site's horn zones; nil where it has none.
        public var zones: [String]?

        public init(
            name: String, state: State, rate: Int? = nil, realTime: Bool? = nil, drift: Double? = nil,
            errorMicroseconds: Int? = nil, correction: Double? = nil, jumps: Int? = nil, zones: [String]? = nil
        ) {
            self.name = name
            self.state = state
            self.rate = rate
            self.realTime = realTime
            self.drift = drift
            self.errorMicroseconds = errorMicroseconds
            self.correction = correction
            self.jumps = jumps
            self.zones = zones
        }

        private enum CodingKeys: String, CodingKey {
            case name, state, rate, jumps, zones
            case realTime = "real_time"
            case drift = "drift_ppm"
            case errorMicroseconds = "error_us"
            case correction = "correction_ppm"
        }
    }

    /// One schedule in force.
    public struct ScheduleInForce: Hashable, Sendable, Codable {
        public var authority: AuthorityID
        public var area: String
        public var version: Int
        /// SHA-256 of the order as it was received.
        public var hash: String

        public init(authority: AuthorityID, area: String, version: Int, hash: String) {
            self.authority = authority
            self.area = area
            self.version = version
            self.hash = hash
        }
    }

    public struct Outbox: Hashable, Sendable, Codable {
        public var depth: Int
        /// Age of the oldest report that the centre has not acknowledged.
        public var oldestSeconds: Double?

        public init(depth: Int, oldestSeconds: Double? = nil) {
            self.depth = depth
            self.oldestSeconds = oldestSeconds
        }

        private enum CodingKeys: String, CodingKey {
            case depth
            case oldestSeconds = "oldest_s"
        }
    }

    public var version: String
    /// Since the daemon was started.
    public var uptimeSeconds: Double
    public var area: Area
    public var clock: Clock
    public var board: Board
    public var output: Output
    public var schedules: [ScheduleInForce]
    public var trustVersion: Int
    public var lastBroadcast: BroadcastID?
    public var nextBroadcast: BroadcastID?
    public var outbox: Outbox
    public var faults: [Fault]

    public init(
        version: String, uptimeSeconds: Double, area: Area, clock: Clock, board: Board, output: Output,
        schedules: [ScheduleInForce], trustVersion: Int, lastBroadcast: BroadcastID?, nextBroadcast: BroadcastID?,
        outbox: Outbox, faults: [Fault]
    ) {
        self.version = version
        self.uptimeSeconds = uptimeSeconds
        self.area = area
        self.clock = clock
        self.board = board
        self.output = output
        self.schedules = schedules
        self.trustVersion = trustVersion
        self.lastBroadcast = lastBroadcast
        self.nextBroadcast = nextBroadcast
        self.outbox = outbox
        self.faults = faults
    }

    private enum CodingKeys: String, CodingKey {
        case version, area, clock, board, output, schedules, outbox, faults
        case uptimeSeconds = "uptime_s"
        case trustVersion = "trust_version"
        case lastBroadcast = "last_broadcast"
        case nextBroadcast = "next_broadcast"
    }
}
