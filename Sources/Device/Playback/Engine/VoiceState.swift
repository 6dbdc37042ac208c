import Hardware

/// Where a voice stands; touched by the engine's thread alone, until it reports the voice as over.
struct VoiceState {
    enum Phase {
        /// Its instant has not come, or it has no sound yet.
        case waiting
        case sounding
        /// All its frames are queued; the last has not left the output yet.
        case leaving
        case over
    }

    /// Why it ends.
    enum End {
        case completed, stopped, reachedMaximum, stalled, noOutput
    }

    var phase = Phase.waiting
    var end = End.completed
    var tally = VoiceTally()
    /// Steps of the fade above silence.
    var level = 0
    var falling = false
    /// Frames to throw away to be where the clock says.
    var debt = 0
    /// Frames of silence until it is where the clock says.
    var wait = 0
    /// Frames of the time axis since `begun`, late silence counted in.
    var elapsed = 0
    /// When its first frame was to leave the output.
    var begun = MonotonicTime(nanoseconds: 0)
    /// Frames since it last had sound.
    var starved = 0
    /// The count of written frames after its last one.
    var lastFrame = 0
    /// True while the output that it sounded on is away.
    var interrupted = false
    /// When it was given to the engine.
    var added = MonotonicTime(nanoseconds: 0)
    var underrunsAtStart = 0
    /// What of its sound is still on its way through resampler and limiter.
    var unmeasured = UnmeasuredSound()
    /// It was decoded for another rate or channel count than the output's.
    var isMisfit = false
    /// Another item took its place before anybody stopped it.
    var isTakenOver = false
    /// The amplifier was told of it.
    var isCued = false
}
