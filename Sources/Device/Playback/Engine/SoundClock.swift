import Hardware

/// Where the sound stands against the system's clock, and what is done about it.
///
/// Frames of the mix lie on an axis of the monotonic clock, each at its instant. The card says when they really leave;
/// the middle of what it said in the last second, less the axis, is the error. While nothing planned sounds, the axis
/// goes where the card is. While something planned sounds the axis stands still, and the error is first borne, then
/// corrected by playing faster or slower, and beyond `SyncLimits.jump` made good at once (docs/decisions/0016). What
/// cannot be told from the scatter of a card's readings is no error: a card that runs true is never corrected.
/// Used by one thread; allocates in `init` only.
struct SoundClock: ~Copyable {
    private let format: AudioFormat
    private var origin = MonotonicTime(nanoseconds: 0)
    /// Frames mixed since `origin`.
    private var frames = 0
    /// How much later than counted from `origin` the axis lies, in nanoseconds.
    private var offset: Int64 = 0
    private var hasBegun = false
    private var isSettled = false
    private var isCorrecting = false
    /// The error with which planned sound began, for want of better readings.
    private var borne: Int64 = 0
    private var lateness: RunningMiddle

    /// Nanoseconds by which planned sound leaves later than it should; nil while none sounds or it is not known yet.
    private(set) var error: Int64?
    /// Parts per billion by which the mix is to be played faster.
    private(set) var correction: Int64 = 0

    init(format: AudioFormat) {
        self.format = format
        let second = format.rate / max(1, format.periodFrames)
        lateness = RunningMiddle(window: max(SyncLimits.leastReadings, min(101, second)) | 1)
    }

    /// When the next frame mixed should leave the output.
    var leaves: MonotonicTime {
        counted.advanced(byNanoseconds: offset)
    }

    private var counted: MonotonicTime {
        origin.advanced(byNanoseconds: format.nanoseconds(ofFrames: frames))
    }

    mutating func advance(frames: Int) {
        self.frames += frames
    }

    /// Takes what the card says of the next frame.
    /// - Parameters:
    ///   - isSteady: The card's position can be trusted: it has run for a while since its start or a dry spell.
    ///   - isHeld: Something planned sounds.
    ///   - drift: How fast the card is known to be.
    /// - Returns: Frames by which the axis jumped to be where the card is: positive to leave out, negative to wait.
    mutating func note(leaves instant: MonotonicTime, isSteady: Bool, isHeld: Bool, drift: CardDrift?) -> Int {
        if !hasBegun { (hasBegun, origin, frames) = (true, instant, 0) }
        let late = instant.since(counted)
        if isSteady { lateness.add(late) }
        guard isHeld else {
            offset = lateness.mean ?? late
            (error, correction, isCorrecting, borne) = (nil, 0, false, 0)
            isSettled = lateness.isFull
            return 0
        }
        guard lateness.count >= SyncLimits.leastReadings, let middle = lateness.mean else { return 0 }
        let now = middle - offset
        error = now
        let limit = isSettled ? SyncLimits.jump : SyncLimits.settling
        if abs(now) > limit + lateness.spread { return jump(to: middle) }
        if !isSettled { (borne, isSettled) = (now, lateness.isFull) }
        if isDrift(now - borne, drift) { isCorrecting = true }
        if isCorrecting {
            let wanted = Double(now) * SyncLimits.gain - Double(drift?.partsPerBillion ?? 0)
            let most = Double(DriftResampler.strongest)
            correction = Int64(max(-most, min(most, wanted)))
        }
        return 0
    }

    /// Whether the error grew by more than is borne because the card runs off: either the card is known to, or it is more
    /// than its readings scatter.
    private func isDrift(_ growth: Int64, _ drift: CardDrift?) -> Bool {
        if abs(growth) > SyncLimits.bearable + lateness.spread { return true }
        guard let drift, abs(growth) > SyncLimits.bearable else { return false }
        return abs(drift.partsPerBillion) > SyncLimits.certain * drift.deviation
            && (growth > 0) == (drift.partsPerBillion < 0)
    }

    /// The card ran dry, and what it said before holds no more. The answer is as for `note`.
    mutating func runDry(leaves instant: MonotonicTime, isHeld: Bool) -> Int {
        lateness.removeAll()
        isSettled = false
        return isHeld ? jump(to: max(offset, instant.since(counted))) : 0
    }

    private mutating func jump(to late: Int64) -> Int {
        let jumped = format.frames(inNanoseconds: late - offset)
        offset = late
        (error, borne) = (0, 0)
        return jumped
    }
}
