public import Hardware
public import LoaModel

/// What the player tells the conductor.
public enum PlaybackEvent: Hashable, Sendable {
    /// The item's first frame is queued and leaves the output at this instant; the error is that minus the plan, in
    /// nanoseconds, 0 where nothing was planned.
    case started(id: String, at: MonotonicTime, plannedError: Int64)
    /// The item is over, whatever the outcome. Each item given to `start` or `prepare` ends exactly once.
    case ended(id: String, PlaybackRecord)
    /// A link of an item's chain cannot sound, or not to its end; the next one takes its place.
    case linkFailed(id: String, link: PlaybackLink, PlaybackFailure)
    /// A stream gives sound.
    case linkSounds(id: String, link: PlaybackLink)
    /// The output opened; an output fault before it is over.
    case outputReady(AudioFormat)
    /// The output did not open or has gone. It is tried again as long as something is due.
    case outputFault(AudioOutputFailure)
    /// The amplifier cannot be switched; sound goes on, and it is tried again.
    case amplifierFault(LineFailure)
    /// The amplifier can be switched; a fault before it is over.
    case amplifierReady
    /// The amplifier was on for as long as it may and is off, although something sounds.
    case amplifierCut(afterSeconds: Double)
    /// What the amplifier was cut off under is over, or something new has it on again.
    case amplifierRested
    /// What the microphone heard of an item; a second or two after its end, and only where there is a microphone.
    case heard(id: String, Hearing)
    /// The same of a sweep, with how it came back; nil where not all of it was captured.
    case swept(id: String, Hearing, SpeakerResponse?)
    /// The microphone cannot be opened or gives nothing; sound goes on, and it is tried again.
    case inputFault(AudioInputFailure)
    /// The microphone gives sound; a fault before it is over.
    case inputReady
}
