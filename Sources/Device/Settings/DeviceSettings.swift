public import CivilCalendar
public import LoaModel

/// The settings of a device, checked.
public struct DeviceSettings: Hashable, Sendable {
    public struct Broker: Hashable, Sendable {
        /// Files of the mutual TLS (PEM).
        public struct TLS: Hashable, Sendable {
            public var authority: String
            public var certificate: String
            public var key: String
        }

        public var host: String
        public var port: Int
        /// nil: plain TCP to a broker on this machine.
        public var tls: TLS?
        public var keepAliveSeconds: Int
    }

    public struct Media: Hashable, Sendable {
        /// nil: only files that name an address of their own can be fetched.
        public var url: String?
        public var quotaBytes: Int
        public var aheadSeconds: Double
        public var spreadSeconds: Double
    }

    public struct Output: Hashable, Sendable {
        /// ALSA's name, or `file:` and a path.
        public var pcm: String
        public var rate: Int
        public var channels: Int
        public var periodMilliseconds: Int
        public var bufferMilliseconds: Int
        public var leadMilliseconds: Int
        public var tailMilliseconds: Int
        /// How much later than planned sound leaves the card.
        public var delayMilliseconds: Int
        /// The channels that sound, counted from 0; empty: all.
        public var soundsOn: [Int]
        /// Parts that orders can speak to alone; empty: none.
        public var zones: [HornZone]

        /// The channels that sound, each one named.
        public var sounding: [Int] { soundsOn.isEmpty ? Array(0..<channels) : soundsOn }
    }

    /// The card's own volume control.
    public struct Mixer: Hashable, Sendable {
        public var control: String
        public var decibels: Int
    }

    /// How loud it plays: LUFS, dB and dBTP.
    public struct Loudness: Hashable, Sendable {
        public var levelsMedia: Bool
        public var target: Int
        public var alertTarget: Int
        public var unmeasuredGain: Int
        public var ceiling: Int
        public var softHours: [VolumeHours]
    }

    /// The relay of the amplifier's power or mute.
    public struct Amplifier: Hashable, Sendable {
        /// The line's name, or chip:number.
        public var line: String
        public var isActiveLow: Bool
        public var leadMilliseconds: Int
        public var tailMilliseconds: Int
        public var maximumMinutes: Int
    }

    /// A microphone near the horn.
    public struct Microphone: Hashable, Sendable {
        /// ALSA's name.
        public var pcm: String
        public var rate: Int
    }

    /// An input that orders may play.
    public struct Line: Hashable, Sendable {
        public var name: String
        /// ALSA's name.
        public var pcm: String
    }

    /// What speaks texts.
    public struct Speech: Hashable, Sendable {
        /// Words apart by spaces, with {voice} and {output}.
        public var command: String
        public var voice: String
        public var limitSeconds: Int
    }

    /// What resets the board when the daemon does no work.
    public struct Watchdog: Hashable, Sendable {
        /// Such as /dev/watchdog.
        public var device: String
        public var seconds: Int
    }

    public struct QuietHours: Hashable, Sendable {
        public var from: CivilTime
        public var until: CivilTime
        /// IANA name, known to this system.
        public var zone: String
    }

    public var device: DeviceID
    public var area: Area
    /// Folders and files; relative ones were laid to the settings' folder.
    public var dataFolder: String
    public var trustFile: String
    public var rootKeyFile: String
    public var broker: Broker
    public var media: Media
    public var output: Output
    public var loudness: Loudness
    /// nil: it is left alone.
    public var mixer: Mixer?
    /// nil: none is switched.
    public var amplifier: Amplifier?
    /// nil: nobody listens whether the horn is heard.
    public var microphone: Microphone?
    /// nil: no order plays an input.
    public var line: Line?
    public var speech: Speech
    /// Depth of the jitter buffer of streams.
    public var streamBufferMilliseconds: Int
    /// Of alerts that do not say how long.
    public var alertToneSeconds: Int
    /// nil: the board has none, or systemd feeds it.
    public var watchdog: Watchdog?
    public var quietHours: QuietHours
    /// Whether the settings vouch for the clock in the kernel's place.
    public var assumesClock: Bool
    public var healthSeconds: Int
    public var logLevel: String
}
