import Hardware
import Synchronization

/// Fills a voice's ring ahead of the engine, walking the item's timeline. One worker each, so that media on storage
/// that hangs holds up nothing else.
///
/// `@unchecked Sendable`: after `init` everything here is touched by its worker alone.
final class DecodeAhead<Audio: DecodedAudio & ~Copyable>: @unchecked Sendable {
    static var blockFrames: Int { 1_024 }
    private static var blocksATurn: Int { 8 }

    let voice: Voice
    let decoder: AudioDecoder<Audio>
    private let link: EngineLink
    let now: @Sendable () -> MonotonicTime
    let tell: @Sendable (PlaybackEvent) -> Void
    /// Where it stands in the chain that the timeline stands at.
    var walk: ChainWalk?
    /// The tone that a chain asked for: its length and how much of it is behind, in frames.
    var chainTone: (length: Int, done: Int)?
    /// Frames that the open stream has given.
    var streamed = 0
    /// Of an input of the site.
    private var depth: LineDepth
    private var holdsBack = false
    /// When the last sound was added.
    var lastSound: MonotonicTime?
    var hasSounded = false
    private var timeline: Timeline
    var audio: Audio?
    /// Frames of the open piece that are behind.
    var position = 0
    var skip: Int
    /// Blocks after which the engine is still told that there is sound to start with.
    private var announcements: Int
    let block: UnsafeMutableBufferPointer<Float>

    /// - Parameter tell: told of links of a chain that fail.
    init(
        voice: Voice, decoder: AudioDecoder<Audio>, link: EngineLink, now: @escaping @Sendable () -> MonotonicTime,
        tell: @escaping @Sendable (PlaybackEvent) -> Void
    ) {
        self.voice = voice
        self.decoder = decoder
        self.link = link
        self.now = now
        self.tell = tell
        timeline = Timeline(item: voice.item, format: voice.format)
        // A tone at the begin is the sound thread's.
        skip = voice.format.frames(inSeconds: voice.item.offset) + (voice.lead?.frames ?? 0)
        announcements = voice.item.start == .now ? 8 : 0
        depth = LineDepth(rate: voice.format.rate)
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
                switch try advance() {
                case .went: continue
                case .waits: return .until(now().advanced(bySeconds: 0.05))
                case .over: return end(nil)
                case .failed(let failure): return end(failure)
                }
            } catch {
                return end(.media(error))
            }
        }
        return .none
    }

    private func end(_ failure: PlaybackFailure?) -> Rest {
        if let failure { voice.failure.withLock { $0 = failure } }
        voice.decoded.store(true, ordering: .releasing)
        link.engine?.ring()
        return .finished
    }

    enum Progress { case went, waits, over, failed(PlaybackFailure) }

    /// Adds a block of the piece the timeline stands at, or goes on to the next.
    private func advance() throws(DecodingFailure) -> Progress {
        guard let piece = timeline.current else { return .over }
        switch piece {
        case .made(let frames, let sound):
            let past = min(skip, frames - position)
            position += past
            skip -= past
            let count = min(Self.blockFrames, frames - position)
            if count > 0 { make(count, from: position, of: frames, sound) } else { nextPiece(length: frames) }
        case .file(let path):
            try advance(inFile: path, isAlone: true)
        case .chain(let links, let isLive):
            if walk == nil { walk = ChainWalk(format: voice.format, isLive: isLive) }
            return advance(inChain: links)
        }
        return .went
    }

    /// - Parameters:
    ///   - isAlone: the piece is this file and nothing else, so that its length is the piece's.
    ///   - gain: in dB; nil: what the item says of this file.
    func advance(inFile path: String, isAlone: Bool, gain: Double? = nil) throws(DecodingFailure) {
        var open: Audio
        if let kept = audio.take() {
            open = kept
        } else {
            if let length = timeline.knownLength, skip >= length {
                skip -= length
                return nextPiece(length: length)
            }
            open = try decoder.open(path, for: voice.format)
            if isAlone, let length = open.duration.map(voice.format.frames(inSeconds:)) {
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
        guard frames > 0 else { return isAlone ? nextPiece(length: position) : endOfLink() }
        even(frames, gain ?? voice.item.fileGains[path])
        add(frames)
        audio = consume open
    }

    /// Applies the file's own gain to the block.
    private func even(_ frames: Int, _ gain: Double?) {
        let gain = Voice.held(gain ?? 0)
        voice.fileGain.withLock { $0 = gain }
        guard gain != 0 else { return }
        let factor = Float(Mathematics.factor(decibels: gain))
        for index in 0..<(frames * voice.format.channels) { block[index] *= factor }
    }

    func nextPiece(length: Int) {
        audio = nil
        position = 0
        walk = nil
        timeline.step(length: length)
    }

    /// Adds frames of silence, or of a made sound with its own fades.
    func make(_ count: Int, from first: Int, of length: Int, _ sound: MadeSound) {
        let channels = voice.format.channels
        for frame in 0..<count {
            let at = first + frame
            let sample = sound.sample(at, of: length, rate: voice.format.rate, tone: voice.tone)
            let faded = sample * voice.fade[at] * voice.fade[max(0, length - 1 - at)]
            for channel in 0..<channels { block[frame * channels + channel] = faded }
        }
        add(count)
    }

    /// Adds a block of an input, as long as its depth wants it.
    func addLive(_ frames: Int) {
        if voice.ring.readable == 0 { holdBack(depth.silence) }
        let wanted = depth.length(of: frames, ahead: voice.readableFrames)
        LineDepth.stretch(block, frames, to: wanted, channels: voice.format.channels)
        if wanted > 0 { add(wanted) }
    }

    /// Whether an input that is not open is to be opened: not long before its item begins. What is held back before it
    /// is there from the first question on, so that the output is open and in step in time.
    func isLineDue() -> Bool {
        if !holdsBack {
            holdsBack = true
            // The output takes a buffer more than it plays at first.
            holdBack(depth.silence + voice.format.bufferFrames)
        }
        guard case .at(let instant) = voice.item.start else { return true }
        return now() >= instant.advanced(bySeconds: -LineDepth.lead)
    }

    private func holdBack(_ frames: Int) {
        let samples = min(frames * voice.format.channels, voice.ring.writable)
        let silence = [Float](repeating: 0, count: samples)
        silence.withUnsafeBufferPointer { voice.ring.write($0) }
    }

    func add(_ frames: Int) {
        lastSound = now()
        hasSounded = true
        let samples = frames * voice.format.channels
        voice.ring.write(UnsafeBufferPointer(rebasing: block[0..<samples]))
        if announcements > 0 {
            announcements -= 1
            link.engine?.ring()
        }
        position += frames
    }
}
