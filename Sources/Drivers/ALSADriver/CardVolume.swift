import Glibc

/// What a card's mixer is set to while its output is open.
public struct CardVolume: Hashable, Sendable {
    /// The control's name as `amixer scontrols` lists it, such as `Master`.
    public var control: String
    public var decibels: Double

    public init(control: String, decibels: Double) {
        self.control = control
        self.decibels = decibels
    }
}

/// What a volume control can do.
struct VolumeRange: Hashable {
    /// Hundredths of a dB, where the driver tells them.
    var decibels: ClosedRange<Int>?
    /// The driver's own steps.
    var steps: ClosedRange<Int>

    /// A control whose driver tells less than this, in hundredths of a dB, is set by its steps: it does not know better.
    private static let least = 1_000

    enum Setting: Hashable {
        case decibels(Int)
        case step(Int)
    }

    /// What comes nearest to a volume. Without dB 0 dB is the highest step and the rest a part of the way: never the
    /// lowest step, which may be silence.
    func setting(for wanted: Double) -> Setting {
        if let decibels, decibels.upperBound - decibels.lowerBound >= Self.least {
            let hundredths = Int(max(-10_000, min(10_000, wanted * 100)))
            return .decibels(max(decibels.lowerBound, min(decibels.upperBound, hundredths)))
        }
        let part = pow(10, min(0, wanted) / 20)
        let step = steps.lowerBound + Int((Double(steps.upperBound - steps.lowerBound) * part).rounded())
        return .step(min(steps.upperBound, max(steps.lowerBound + 1, step)))
    }
}
