public import Hardware

extension AudioOutputOpener where Output == WaveFileOutput {
    /// An output that records to a WAV file in real time. An existing file is replaced by the first opening.
    ///
    /// It takes any format with 1 to 8 channels at 8,000 to 192,000 Hz as it is wanted.
    public static func waveFile(_ path: String) -> AudioOutputOpener<WaveFileOutput> {
        let tape = WaveTape(path: path)
        return AudioOutputOpener(name: "file:" + path) { wanted throws(AudioOutputFailure) in
            let fits =
                (1...8).contains(wanted.channels) && (8_000...192_000).contains(wanted.rate)
                && wanted.periodFrames > 0 && wanted.bufferFrames >= 2 * wanted.periodFrames
            guard fits else {
                let detail = "\(wanted.channels) channels at \(wanted.rate) Hz, period \(wanted.periodFrames)"
                throw AudioOutputFailure(.unsupported, output: path, detail: detail)
            }
            try tape.acquire(wanted)
            return WaveFileOutput(tape: tape, format: wanted)
        }
    }
}
