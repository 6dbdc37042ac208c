import Fleet
import Synchronization

/// Remembers what people would have watched.
final class EventLog: FleetWatching {
    private let all = Mutex<[FleetEvent]>([])

    func tell(_ events: [FleetEvent]) { all.withLock { $0 += events } }

    var events: [FleetEvent] { all.withLock { $0 } }
}
