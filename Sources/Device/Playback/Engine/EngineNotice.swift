import Hardware

/// What the engine tells the desk. Plain numbers only.
enum EngineNotice {
    case started(UInt64, at: MonotonicTime, error: Int64)
    case over(UInt64)
    /// The voice was decoded for another rate or channel count than the output's: decode it anew.
    case misfit(UInt64)
    case opened(AudioFormat)
    /// The failure itself lies in `EngineLink.outputFailure`.
    case failed
    case proved(UInt64)
    case shutDown
}
