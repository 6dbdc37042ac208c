import CALSA
public import Hardware

extension AudioOutputOpener where Output == ALSAOutput {
    /// An output through libasound: any PCM that its configuration names, such as `hw:CARD=Device`, `plughw:CARD=Device`
    /// or `default`. The format is what the PCM can do nearest to what is wanted.
    public static func alsa(_ name: String) -> AudioOutputOpener<ALSAOutput> {
        AudioOutputOpener(name: name) { wanted throws(AudioOutputFailure) in
            try ALSAOutput.open(name, wanted: wanted)
        }
    }
}
