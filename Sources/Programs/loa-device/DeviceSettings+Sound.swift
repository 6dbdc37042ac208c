import ALSACapture
import ALSADriver
import CivilCalendar
import GPIODriver
import Hardware
import Playback
import Scheduling
import Settings
import ZoneFiles

/// What stands about the card, with its drivers.
extension DeviceSettings {
    /// nil: nobody listens.
    var ear: Ear? {
        microphone.map { Ear(.alsa($0.pcm, rate: $0.rate)) }
    }

    /// nil: the card's mixer is left alone.
    var cardVolume: CardVolume? {
        mixer.map { CardVolume(control: $0.control, decibels: Double($0.decibels)) }
    }

    /// nil: it is always on.
    var switchedAmplifier: Playback.Amplifier? {
        amplifier.map {
            Playback.Amplifier(
                .gpio($0.address, active: $0.polarity),
                times: AmplifierTimes(
                    lead: Double($0.leadMilliseconds) / 1_000, tail: Double($0.tailMilliseconds) / 1_000,
                    maximum: Double($0.maximumMinutes) * 60))
        }
    }

    /// The channels that sound, and the zones that they form.
    var horns: HornPlan {
        HornPlan(
            zones: output.zones.map { HornPlan.Zone(name: $0.name, channels: $0.channels) }, channels: output.sounding)
    }

    /// How the speaker sounded at installation.
    var calibrationFile: CalibrationFile { CalibrationFile(folder: dataFolder) }
}

extension ConfigFolder {
    func volume() throws -> VolumePlan {
        let loudness = settings.loudness
        return VolumePlan(
            levelsMedia: loudness.levelsMedia, target: Double(loudness.target),
            alertTarget: Double(loudness.alertTarget), unmeasuredGain: Double(loudness.unmeasuredGain),
            ceiling: Double(loudness.ceiling),
            hours: loudness.softHours.map {
                VolumePlan.Hours(from: $0.from, until: $0.until, decibels: $0.decibels)
            }, zone: try zones.rules(named: settings.quietHours.zone))
    }
}
