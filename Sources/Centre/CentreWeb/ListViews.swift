import Fleet
import LoaModel

struct DeviceListView: Encodable {
    var devices: [DeviceView]
    var total: Int
    var next: String?
}

struct PlanView: Encodable {
    var device: DeviceID
    var area: Area
    var from: Timestamp
    var until: Timestamp
    var truncated: Bool
    var broadcasts: [PlannedView]
}

struct BroadcastListView: Encodable {
    var from: Timestamp
    var until: Timestamp
    var truncated: Bool
    var broadcasts: [BroadcastView]
}

struct AsRunListView: Encodable {
    var asRun: [AsRunView]
    var next: String?
}

struct OrderListView: Encodable {
    var orders: [OrderView]
    var next: String?
}

struct AnswerListView: Encodable {
    var answers: [AnswerView]
    var next: String?
}

struct MediaView: Encodable {
    var sha256: MediaHash
    var bytes: Int
    var added: Timestamp

    init(_ media: ShelvedMedia) {
        sha256 = media.hash
        bytes = media.bytes
        added = media.added
    }
}

struct MediaListView: Encodable {
    var media: [MediaView]
    var usedBytes: Int64
    var quotaBytes: Int64
    var next: String?
}

struct BrokerView: Encodable {
    var connected: Bool
    var since: Timestamp
    var reason: String?

    init(_ status: BrokerStatus) {
        connected = status.connected
        since = status.since
        reason = status.reason
    }
}

/// The fleet in numbers.
struct SummaryView: Encodable {
    struct Devices: Encodable {
        var total: Int
        var online: Int
        var offline: Int
        var stopping: Int
        var silent: Int
        var faulty: Int

        init(_ counts: DeviceCounts) {
            total = counts.total
            online = counts.byCondition[.online] ?? 0
            offline = counts.byCondition[.offline] ?? 0
            stopping = counts.byCondition[.stopping] ?? 0
            silent = counts.byCondition[.silent] ?? 0
            faulty = counts.faulty
        }
    }

    struct Messages: Encodable {
        var stored: Int
        var duplicates: Int
        var gaps: Int
        var bad: Int
        var dropped: Int

        init(_ counts: MessageCounts) {
            stored = counts.stored
            duplicates = counts.duplicates
            gaps = counts.gaps
            bad = counts.bad
            dropped = counts.dropped
        }
    }

    var now: Timestamp
    var version: String
    var silentMinutes: Int64
    var devices: Devices
    var openFaults: Int
    var broker: BrokerView
    var messages: Messages
    var trustVersion: Int?
}

struct HealthView: Encodable {
    var status: String
    var version: String
    var broker: String?
    var message: String?
}
