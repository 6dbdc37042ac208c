public import LoaModel

/// From what was heard of each broadcast to faults: one that was not heard may be chance, several in a row are not. Pure.
public struct HornWatch: Sendable {
    /// What became of a fault.
    public enum Change: Hashable, Sendable {
        case raise(FaultCode, detail: String)
        case clear(FaultCode)
    }

    private var notHeard = 0
    private var silent = 0

    public init() {}

    public mutating func note(_ hearing: Hearing, of broadcast: String) -> [Change] {
        switch (hearing.verdict, hearing.reason) {
        case (.heard, _):
            (notHeard, silent) = (0, 0)
            return [.clear(.speakerNotHeard), .clear(.microphoneSilent)]
        case (.notHeard, _):
            silent = 0
            notHeard += 1
            guard notHeard >= HearingLimits.inARow else { return [.clear(.microphoneSilent)] }
            return [
                .clear(.microphoneSilent),
                .raise(
                    .speakerNotHeard,
                    detail: "the microphone heard nothing of \(notHeard) broadcasts in a row, last '\(broadcast)'"),
            ]
        case (.cannotTell, .microphoneSilent):
            silent += 1
            guard silent >= HearingLimits.inARow else { return [] }
            return [
                .raise(.microphoneSilent, detail: "the microphone gave silence through \(silent) broadcasts in a row")
            ]
        default: return []
        }
    }
}
