/// Every fault a device can have. `remedy` says what resolves it; the operator's pages list them.
public enum FaultCode: String, Codable, CaseIterable, Sendable {
    case orderRefused = "order_refused"
    case clockNotSynchronised = "clock_not_synchronised"
    case outputUnavailable = "output_unavailable"
    case outputUnderrun = "output_underrun"
    case outputVolume = "output_volume"
    case amplifierUnavailable = "amplifier_unavailable"
    case amplifierOnTooLong = "amplifier_on_too_long"
    case speakerNotHeard = "speaker_not_heard"
    case speakerWeak = "speaker_weak"
    case speakerBandMissing = "speaker_band_missing"
    case microphoneUnavailable = "microphone_unavailable"
    case microphoneSilent = "microphone_silent"
    case mediaMissing = "media_missing"
    case mediaRefused = "media_refused"
    case mediaUnreadable = "media_unreadable"
    case mediaQuota = "media_quota"
    case speechUnavailable = "speech_unavailable"
    case streamUnavailable = "stream_unavailable"
    case lineUnavailable = "line_unavailable"
    case storageFull = "storage_full"
    case storageReadOnly = "storage_read_only"
    case journalCorrupt = "journal_corrupt"
    case outboxFull = "outbox_full"
    case linkDown = "link_down"
    case zoneUnknown = "zone_unknown"
    case hornZoneUnknown = "horn_zone_unknown"
    case watchdogUnavailable = "watchdog_unavailable"
    /// What a newer device calls by a name that this version has not; no device sends it.
    case unknown

    /// A newer device's code is no reason to refuse its report, behind which all its later ones would wait.
    public init(from decoder: any Decoder) throws {
        self = FaultCode(rawValue: try decoder.singleValueContainer().decode(String.self)) ?? .unknown
    }

    /// What to do about it, and what ends it.
    public var remedy: String {
        switch self {
        case .orderRefused: "Look at the refusal's code in the answer; send a corrected order with a higher seq."
        case .clockNotSynchronised:
            "Check NTP and the network, or set the clock; the timetable starts again once the clock is known."
        case .outputUnavailable: "Check the sound card's plug and name in device.toml; it is tried again by itself."
        case .outputUnderrun: "The board was too busy to feed the card; look at load and temperature."
        case .outputVolume:
            "Name one of the card's controls in [output] mixer (amixer scontrols); it plays on as loud as it stands."
        case .amplifierUnavailable:
            "Check the amplifier's line with 'loa-device gpio list'; it is tried again by itself, and sound goes on."
        case .amplifierOnTooLong:
            "Something sounded longer than [amplifier] max_on_minutes; end it, or raise that. The next broadcast is heard."
        case .speakerNotHeard:
            "Look at the amplifier, the cable and the horn, in this order; order a speaker test when it is mended."
        case .speakerWeak:
            "Look at the amplifier's volume and supply, and at the horn's direction; order a speaker test when it is mended."
        case .speakerBandMissing: "Look at the horn's driver: its diaphragm may be torn, or water in the horn."
        case .microphoneUnavailable:
            "Check the microphone's plug and name in [microphone]; it is tried again by itself, and sound goes on."
        case .microphoneSilent: "Look at the microphone, its cable and its capture volume (alsamixer)."
        case .mediaMissing: "Check that the centre serves the file; it is fetched again by itself until it is due."
        case .mediaRefused: "The file's bytes do not match its hash or size; add it to the centre again."
        case .mediaUnreadable: "The file is damaged or of an unknown format; add a WAV, FLAC, Ogg or MP3 file."
        case .mediaQuota: "The next days need more media than [media] quota_mib allows; raise it or plan less."
        case .speechUnavailable:
            "Check [speech] command and voice in device.toml, and that the engine's package (espeak-ng) is installed; it is tried again by itself."
        case .streamUnavailable:
            "Check the stream's address, the network, and that the package ffmpeg is installed; what stands behind it sounds, and it is tried again by itself."
        case .lineUnavailable:
            "Check what is plugged into the site's input, its cable, and [line] pcm in device.toml; what stands behind it sounds, and it is tried again by itself."
        case .storageFull: "Free space under the data folder; reports and orders are kept in memory until then."
        case .storageReadOnly: "Remount the data folder writable or replace the card; playing goes on."
        case .journalCorrupt: "The journal was set aside and begun anew; the centre sends what is in force again."
        case .outboxFull: "Reports wait for the centre; check the link. The oldest telemetry gives way first."
        case .linkDown: "Check network, broker address and certificates; the schedule plays on without the link."
        case .zoneUnknown: "Install the package tzdata, or correct the zone's name in the schedule."
        case .hornZoneUnknown:
            "Correct the zone's name in the alert, or name the zone in [output] zones of device.toml; the alert sounded on all horns."
        case .watchdogUnavailable:
            "Check [watchdog] device and that nothing else holds it (systemd's RuntimeWatchdogSec); it is tried again by itself."
        case .unknown: "The device is newer than the centre; its detail says what happened. Update the centre."
        }
    }
}
