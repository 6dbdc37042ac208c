import CSndFile

/// How loud a media file is.
public struct FileLoudness: Hashable, Sendable {
    /// Integrated loudness in LUFS; nil for silence, and for less than 0.4 s of sound.
    public var integrated: Double?
    /// The highest true peak in dBTP; nil for silence.
    public var truePeak: Double?
    public var seconds: Double
}

/// Measures a whole file of the formats that a device plays: WAV, FLAC, Ogg and MP3, by libsndfile.
///
/// Blocks for as long as decoding takes. Holds one block of the file at a time.
public struct LoudnessReader: ~Copyable {
    /// Frames decoded at a time.
    private static let block = 16_384
    private let file: OpaquePointer
    private let path: String
    private let rate: Int
    private let channels: Int
    /// As the file states it; 0 where it does not.
    private let frames: Int

    /// Decodes and measures.
    /// - Parameter progress: told the frames that are behind and all there are, 0 where that is not known.
    public static func measure(
        _ path: String, progress: (_ done: Int, _ total: Int) -> Void = { _, _ in }
    ) throws(LoudnessFailure) -> FileLoudness {
        try LoudnessReader(opening: path).measure(progress)
    }

    private init(opening path: String) throws(LoudnessFailure) {
        var info = SF_INFO()
        guard let file = sf_open(path, Int32(SFM_READ), &info) else {
            throw LoudnessFailure("\(path): is no WAV, FLAC, Ogg or MP3 file, or damaged")
        }
        self.file = file
        self.path = path
        rate = Int(info.samplerate)
        channels = Int(info.channels)
        frames = info.frames > 0 && info.frames < sf_count_t.max ? Int(info.frames) : 0
    }

    deinit {
        sf_close(file)
    }

    private func measure(_ progress: (Int, Int) -> Void) throws(LoudnessFailure) -> FileLoudness {
        var gauge: LoudnessGauge
        do { gauge = try LoudnessGauge(rate: rate, channels: channels) } catch { throw error.of(path) }
        let samples = UnsafeMutableBufferPointer<Float>.allocate(capacity: Self.block * channels)
        samples.initialize(repeating: 0)
        defer { samples.deallocate() }
        var done = 0
        while true {
            let count = Int(sf_readf_float(file, samples.baseAddress, sf_count_t(Self.block)))
            guard count > 0 else { break }
            let read = UnsafeMutableBufferPointer(rebasing: samples[0..<(count * channels)])
            // As a device reads it: neither what is no number nor what is beyond all bounds.
            for index in read.indices { read[index] = read[index].isFinite ? max(-16, min(16, read[index])) : 0 }
            do { try gauge.add(UnsafeBufferPointer(read)) } catch { throw error.of(path) }
            done += count
            progress(done, max(done, frames))
        }
        guard done > 0 else { throw LoudnessFailure("\(path): holds no sound") }
        return FileLoudness(
            integrated: gauge.integrated, truePeak: gauge.truePeak, seconds: Double(done) / Double(rate))
    }
}

extension LoudnessFailure {
    fileprivate func of(_ path: String) -> LoudnessFailure { LoudnessFailure("\(path): \(description)") }
}
