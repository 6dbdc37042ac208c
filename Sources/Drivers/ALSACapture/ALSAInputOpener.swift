import CALSA
public import Hardware

extension AudioInputOpener where Input == ALSAInput {
    /// An input through libasound: any PCM that its configuration names, such as `hw:CARD=Device` or `plughw:CARD=Device`.
    /// - Parameter rate: frames a second that are asked for; it takes the nearest that the card can do.
    public static func alsa(_ name: String, rate: Int) -> AudioInputOpener<ALSAInput> {
        AudioInputOpener(name: name) { () throws(AudioInputFailure) in
            try ALSAInput.open(name, rate: rate)
        }
    }
}
