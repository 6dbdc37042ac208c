public import LoaModel
public import Trust

/// Where messages travel. Everything begins with `loa/1`, the version of this layout.
public enum Topics {
    public static let root = "loa/1"

    /// Where an order is published, retained: one topic a stream, so that the broker hands out the last of each.
    public static func order(_ stream: OrderStream) -> String {
        switch stream.audience {
        case .area(let area): "\(root)/area/\(area)/\(stream.kind.rawValue)/\(stream.issuer)"
        case .device(let device): "\(root)/device/\(device)/order/\(stream.kind.rawValue)/\(stream.issuer)"
        }
    }

    /// What a device listens to: each area around it, and itself.
    public static func subscriptions(device: DeviceID, area: Area) -> [String] {
        let areas = area.lineage.flatMap { area in
            OrderStream.Kind.allCases.map { "\(root)/area/\(area)/\($0.rawValue)/+" }
        }
        return areas + ["\(root)/device/\(device)/order/+/+", acknowledgement(device)]
    }

    /// Reports of a device, not retained.
    public static func report(_ device: DeviceID) -> String { "\(root)/device/\(device)/report" }
    /// The device's state, retained; its last will stands here too.
    public static func state(_ device: DeviceID) -> String { "\(root)/device/\(device)/state" }
    /// What the centre has stored of a device's reports.
    public static func acknowledgement(_ device: DeviceID) -> String { "\(root)/device/\(device)/ack" }

    public static let allReports = "\(root)/device/+/report"
    public static let allStates = "\(root)/device/+/state"

    /// The device of a report or state topic; nil for any other topic.
    public static func device(ofTopic topic: String) -> DeviceID? {
        let levels = topic.split(separator: "/", omittingEmptySubsequences: false)
        guard levels.count == 5, levels[0] == "loa", levels[1] == "1", levels[2] == "device",
            levels[4] == "report" || levels[4] == "state"
        else { return nil }
        return try? DeviceID(String(levels[3]))
    }
}
