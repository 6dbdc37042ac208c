/// The three classes of Circular 39/2020/TT-BTTTT, low to high.
public enum BulletinClass: String, Codable, CaseIterable, Sendable, Comparable {
    /// Thông thường: the commune chooses whether to schedule it.
    case normal
    /// Ưu tiên: goes before normal; among themselves the commune decides the order.
    case priority
    /// Khẩn cấp: plays immediately, over anything, at any hour.
    case emergency

    private var rank: Int {
        switch self {
        case .normal: 0
        case .priority: 1
        case .emergency: 2
        }
    }

    public static func < (left: BulletinClass, right: BulletinClass) -> Bool { left.rank < right.rank }
}
