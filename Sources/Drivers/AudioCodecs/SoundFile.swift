import CSndFile
import Hardware

/// One open file of libsndfile. Samples come out finite and within +-16, whatever the file holds.
struct SoundFile: ~Copyable {
    static let rates = 4_000...384_000
    static let channelLimit = 8

    let path: String
    let rate: Int
    let channels: Int
    /// What each channel is for.
    let roles: [ChannelRole]
    /// The length the file states, nil where it states none.
    let announcedFrames: Int?
    private let handle: OpaquePointer
    private let isMPEG: Bool
    private let cutShort: Bool
    private var position = 0

    static func open(_ path: String) throws(DecodingFailure) -> SoundFile {
        let bytes = try FileEnds.read(path)
        guard bytes.isKnown else {
            throw DecodingFailure(.unsupported, path: path, detail: "neither WAV, FLAC, Ogg nor MP3")
        }
        var info = SF_INFO()
        guard let handle = sf_open(path, Int32(SFM_READ), &info) else {
            throw DecodingFailure(bytes.looksCut ? .truncated : openCode, path: path, detail: text(nil))
        }
        return try SoundFile(owning: handle, path: path, info: info, cutShort: bytes.looksCut).checked()
    }

    private init(owning handle: OpaquePointer, path: String, info: SF_INFO, cutShort: Bool) {
        self.handle = handle
        self.path = path
        self.cutShort = cutShort
        rate = Int(info.samplerate)
        channels = Int(info.channels)
        announcedFrames = info.frames > 0 && info.frames < SF_COUNT_MAX_VALUE ? Int(info.frames) : nil
        isMPEG = Int(info.format) & Int(SF_FORMAT_TYPEMASK) == Int(SF_FORMAT_MPEG)
        var map = [Int32](repeating: 0, count: max(1, min(Int(info.channels), Self.channelLimit)))
        let known = sf_command(
            handle, Int32(SFC_GET_CHANNEL_MAP_INFO), &map, Int32(map.count * MemoryLayout<Int32>.size))
        roles =
            known != 0 && map.count == Int(info.channels)
            ? map.map(ChannelRole.init(soundFile:)) : ChannelRole.usual(channels: map.count)
    }

    deinit {
        sf_close(handle)
    }

    /// Refuses what would cost memory without bound or is no sound at all.
    private consuming func checked() throws(DecodingFailure) -> SoundFile {
        guard (1...Self.channelLimit).contains(channels), Self.rates.contains(rate) else {
            throw DecodingFailure(.unsupported, path: path, detail: "\(channels) channels at \(rate) Hz")
        }
        return self
    }

    /// Decodes whole frames; 0 at the end.
    mutating func read(into samples: inout [Float], frames: Int) throws(DecodingFailure) -> Int {
        let room = min(frames, samples.count / channels)
        let count = Int(sf_readf_float(handle, &samples, sf_count_t(room)))
        guard count > 0 else { return 0 }
        position += count
        for index in 0..<(count * channels) {
            let sample = samples[index]
            samples[index] = sample.isFinite ? max(-16, min(16, sample)) : 0
        }
        return count
    }

    /// Goes to a frame of the file; past its end is the end. What cannot seek is read and thrown away.
    mutating func seek(toFrame wanted: Double, scratch: inout [Float]) throws(DecodingFailure) {
        let limit = announcedFrames ?? Int(Int32.max)
        let frame = wanted > 0 ? (wanted < Double(limit) ? Int(wanted) : limit) : 0
        let reached = sf_seek(handle, sf_count_t(frame), Int32(SF_SEEK_SET))
        if reached >= 0 {
            position = Int(reached)
            return
        }
        guard frame >= position else {
            throw DecodingFailure(.malformed, path: path, detail: "cannot go back to frame \(frame)")
        }
        while position < frame {
            guard try read(into: &scratch, frames: min(FileAudio.blockFrames, frame - position)) > 0 else { return }
        }
    }

    /// What was wrong with a file that gives no more frames; nil where it ended as it should.
    func failureAtEnd() -> DecodingFailure? {
        let number = sf_error(handle)
        if let announcedFrames, position + tolerance(announcedFrames) < announcedFrames {
            return DecodingFailure(
                .truncated, path: path, detail: "ends after \(position) of \(announcedFrames) frames")
        }
        if cutShort {
            return DecodingFailure(.truncated, path: path, detail: "its last bytes are missing")
        }
        if number != 0 {
            return DecodingFailure(.malformed, path: path, detail: Self.text(handle))
        }
        return position == 0 ? DecodingFailure(.malformed, path: path, detail: "holds no sound") : nil
    }

    /// MP3 states its length only roughly where it has no index.
    private func tolerance(_ frames: Int) -> Int {
        isMPEG ? max(rate / 2, frames / 100) : 0
    }

    private static var openCode: DecodingFailure.Code {
        switch Int(sf_error(nil)) {
        case Int(SF_ERR_UNRECOGNISED_FORMAT), Int(SF_ERR_UNSUPPORTED_ENCODING): .unsupported
        case Int(SF_ERR_SYSTEM): .unreadable
        default: .malformed
        }
    }

    private static func text(_ handle: OpaquePointer?) -> String {
        sf_strerror(handle).map { String(cString: $0) } ?? "unknown error"
    }
}

/// SF_COUNT_MAX is a macro that does not reach Swift.
private let SF_COUNT_MAX_VALUE = sf_count_t.max
