public import LoaModel

/// What the media keeper tells.
public enum MediaNews: Hashable, Sendable {
    /// The file lies ready, whole and verified.
    case arrived(MediaHash, path: String)
    /// It is there no longer: nothing in the coming days needs it.
    case vanished(MediaHash)
    case raised(FaultCode, originator: String, detail: String)
    case cleared(FaultCode, originator: String)
}
