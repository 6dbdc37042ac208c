import Hardware
import Synchronization

/// Fills a voice's ring ahead of the engine, walking the item's timeline. One worker each, so that media on storage
/// that hangs holds up nothing else.
///
/// `@unchecked Sendable`: after `init` everything here is touched by its worker alone.
final class DecodeAhead<Audio: DecodedAudio & ~Copyable>: @unchecked Sendable {
    private static var blockFrames: Int { 1_024 }
    private static var blocksATurn: Int { 8 }

    private let voice: Voice
    private let decoder: AudioDecoder<Audio>
    private let link: EngineLink
    private var timeline: Timeline
    private var audio: Audio?
    /// Frames of the open piece that are behind.
    private var position = 0
    private var skip: Int
    /// Blocks after which the engine is still told that there is sound to start with.
    private var announcements: Int
    private let block: UnsafeMutableBufferPointer<Float>

    init(voice: Voice, decoder: AudioDecoder<Audio>, link: EngineLink) {
        self.voice = voice
        self.decoder = decoder
        self.link = link
        timeline = Timeline(item: voice.item, format: voice.format)
        skip = voice.format.frames(inSeconds: voice.item.offset)
        announcements = voice.item.start == .now ? 8 : 0
        block = .allocate(capacity: Self.blockFrames * voice.format.channels)
        block.initialize(repeating: 0)
    }

    deinit {
        block.deallocate()
    }

    /// One turn: some blocks, so that an end comes through soon.
    func turn() -> Rest {
        for _ in 0..<Self.blocksATurn {
            if voice.cancelled.load(ordering: .relaxed) { return .finished }
            skip += voice.seekAhead.exchange(0, ordering: .relaxed)
            guard voice.ring.writable >= block.count else { return .untilRung }
            do throws(DecodingFailure) {
                guard try advance() else { return end(nil) }
            } catch {
                return end(error)
            }
        }
        return .none
    }

    private func end(_ failure: DecodingFailure?) -> Rest {
        if let failure { voice.failure.withLock { $0 = .media(failure) } }
        voice.decoded.store(true, ordering: .releasing)
        link.engine?.ring()
        return .finished
    }

    /// Adds a block of the piece the timeline stands at, or goes on to the next; false at the end of all.
    private func advance() throws(DecodingFailure) -> Bool {
        guard let piece = timeline.current else { return false }
        switch piece {
        case .made(let frames, let sound):
            let past = min(skip, frames - position)
            position += past
            skip -= past
            let count = min(Self.blockFrames, frames - position)
            if count > 0 { make(count, of: frames, sound) } else { nextPiece(length: frames) }
        case .file(let path):
            try advance(inFile: path)
        }
        return true
    }

    private func advance(inFile path: String) throws(DecodingFailure) {
        var open: Audio
        if let kept = audio.take() {
            open = kept
        } else {
            if let length = timeline.knownLength, skip >= length {
                skip -= length
                return nextPiece(length: length)
            }
            open = try decoder.open(path, for: voice.format)
            if let length = open.duration.map(voice.format.frames(inSeconds:)) {
                timeline.learn(length: length)
                voice.total.store(timeline.total ?? -1, ordering: .relaxed)
            }
        }
        if skip > 0 {
            if let length = timeline.knownLength, position + skip >= length {
                skip -= length - position
                return nextPiece(length: length)
            }
            position += skip
            skip = 0
            try open.seek(toSeconds: Double(position) / Double(voice.format.rate))
        }
        var span = block.mutableSpan
        let frames = try open.read(into: &span)
        guard frames > 0 else { return nextPiece(length: position) }
        add(frames)
        audio = consume open
    }

    private func nextPiece(length: Int) {
        audio = nil
        position = 0
        timeline.step(length: length)
    }

    /// Adds frames of silence, or of a made sound with its own fades.
    private func make(_ count: Int, of length: Int, _ sound: MadeSound) {
        let channels = voice.format.channels
        for frame in 0..<count {
            let at = position + frame
            let sample = sound.sample(at, of: length, rate: voice.format.rate)
            let faded = sample * voice.fade[at] * voice.fade[max(0, length - 1 - at)]
            for channel in 0..<channels { block[frame * channels + channel] = faded }
        }
        add(count)
    }

    private func add(_ frames: Int) {
        let samples = frames * voice.format.channels
        voice.ring.write(UnsafeBufferPointer(rebasing: block[0..<samples]))
        if announcements > 0 {
            announcements -= 1
            link.engine?.ring()
        }
        position += frames
    }
}
