import Hardware
import Scheduling

extension VolumePlan {
    /// Gain in dB that brings a spoken text to the site's loudness.
    func gain(of spoken: SpokenText, isAlert: Bool) -> Double {
        gain(spokenAt: spoken.loudness, truePeak: spoken.truePeak, isAlert: isAlert)
    }
}
