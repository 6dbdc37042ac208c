import Hardware

/// What the engine says of the sound. Plain numbers only.
enum AmplifierCue {
    /// An item will sound from `first` on, or as soon as the amplifier allows; known since `now`.
    case sound(first: MonotonicTime, now: MonotonicTime)
    /// The last item has left the output.
    case silence(now: MonotonicTime)
    /// Off for good.
    case shutDown
}
