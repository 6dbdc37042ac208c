import ALSACapture
import GPIODriver
import Hardware
import Playback
import Settings

/// What stands about the card, with its drivers.
extension DeviceSettings {
    /// nil: nobody listens.
    var ear: Ear? {
        microphone.map { Ear(.alsa($0.pcm, rate: $0.rate)) }
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

    /// How the speaker sounded at installation.
    var calibrationFile: CalibrationFile { CalibrationFile(folder: dataFolder) }
}
