import Hardware

/// How an amplifier wants to be switched, in seconds.
public struct AmplifierTimes: Hashable, Sendable {
    /// From switching on until it gives sound in full.
    public var lead: Double
    /// How long it stays on after the last sound, so that it does not click between two items.
    public var tail: Double
    /// The longest it may be on at a stretch.
    public var maximum: Double

    public init(lead: Double, tail: Double, maximum: Double) {
        self.lead = max(0, lead)
        self.tail = max(0, tail)
        self.maximum = max(1, maximum)
    }
}
