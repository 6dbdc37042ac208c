import Hardware

/// The clockwork of a card: a buffer that empties at the rate, reckoned from the instant it started.
struct VirtualCard {
    /// What a write meets.
    enum Admission: Hashable {
        /// The card stands still; it starts with this write.
        case start
        /// There is room.
        case room
        /// There is room from this instant on.
        case wait(MonotonicTime)
        /// The buffer ran dry; as many frames' time passed in silence.
        case dry(frames: Int)
    }

    let format: AudioFormat
    private(set) var underruns = 0
    private var started: MonotonicTime?
    /// Frames queued since the start, silence of dry spells counted in.
    private var written = 0

    init(format: AudioFormat) {
        self.format = format
    }

    /// When the last frame queued has been played; nil where the card stands still.
    var end: MonotonicTime? {
        started.map { $0.advanced(byNanoseconds: format.nanoseconds(ofFrames: written)) }
    }

    /// Decides what a write of so many frames meets. A card that stood still starts, one that ran dry goes on now.
    mutating func admit(frames: Int, at now: MonotonicTime) -> Admission {
        guard let started else {
            self.started = now
            written = 0
            return .start
        }
        let played = format.frames(inNanoseconds: now.since(started))
        if played > written {
            let missed = played - written
            underruns += 1
            written = played
            return .dry(frames: missed)
        }
        let excess = written + frames - format.bufferFrames
        guard excess > played else { return .room }
        return .wait(started.advanced(byNanoseconds: format.nanoseconds(ofFrames: excess)))
    }

    /// Counts frames in that were admitted.
    mutating func queue(frames: Int) {
        written += frames
    }

    /// Counts frames out that were queued last, all but a period of those not played; none where that is fewer than wanted.
    mutating func takeBack(_ frames: ClosedRange<Int>, at now: MonotonicTime) -> Int {
        let count = min(frames.upperBound, timing(at: now).queuedFrames - format.periodFrames)
        guard count >= frames.lowerBound else { return 0 }
        written -= count
        return count
    }

    mutating func stop() {
        started = nil
        written = 0
    }

    func timing(at now: MonotonicTime) -> AudioOutputTiming {
        guard let started, let end, end > now else { return AudioOutputTiming(nextFrame: now, queuedFrames: 0) }
        let played = max(0, format.frames(inNanoseconds: now.since(started)))
        return AudioOutputTiming(nextFrame: end, queuedFrames: max(0, written - played))
    }
}
