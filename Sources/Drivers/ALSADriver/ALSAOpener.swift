import CALSA
public import Hardware

extension AudioOutputOpener where Output == ALSAOutput {
    /// An output through libasound: any PCM that its configuration names, such as `hw:CARD=Device`, `plughw:CARD=Device`
    /// or `default`. The format is what the PCM can do nearest to what is wanted.
    /// - Parameters:
    ///   - volume: what the card's mixer is set to each time; nil leaves it alone.
    ///   - tell: at each opening what is wrong with that, nil for nothing: the output plays all the same.
    public static func alsa(
        _ name: String, volume: CardVolume? = nil, tell: @escaping @Sendable (String?) -> Void = { _ in }
    ) -> AudioOutputOpener<ALSAOutput> {
        AudioOutputOpener(name: name) { wanted throws(AudioOutputFailure) in
            var output = try ALSAOutput.open(name, wanted: wanted)
            if let volume { tell(output.set(volume)) }
            return output
        }
    }
}
