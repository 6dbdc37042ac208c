/// Which voltage means active.
public enum LinePolarity: String, Hashable, Sendable, CaseIterable {
    case high, low
}
