/// A line as the kernel shows it.
public struct LineDescription: Hashable, Sendable {
    /// The chip's name below /dev, such as `gpiochip0`; it may be another after the next boot.
    public var chip: String
    /// What the chip's driver calls it; stays.
    public var label: String
    public var offset: Int
    /// Empty where the board gives it none.
    public var name: String
    /// Who holds it; empty where nobody does or they did not say.
    public var consumer: String
    public var isUsed: Bool
    public var isOutput: Bool
    public var isActiveLow: Bool

    public init(
        chip: String, label: String, offset: Int, name: String, consumer: String = "", isUsed: Bool = false,
        isOutput: Bool = false, isActiveLow: Bool = false
    ) {
        self.chip = chip
        self.label = label
        self.offset = offset
        self.name = name
        self.consumer = consumer
        self.isUsed = isUsed
        self.isOutput = isOutput
        self.isActiveLow = isActiveLow
    }

    /// Whether an address means this line.
    public func isAt(_ address: LineAddress) -> Bool {
        switch address {
        case .named(let name): name == self.name
        case .numbered(let chip, let offset): offset == self.offset && (chip == self.chip || chip == label)
        }
    }
}
