import LoaModel

/// The actions of one event, sorted as they are to be carried out.
struct ActionList: Sendable {
    private var stops: [SchedulerAction] = []
    private var plays: [SchedulerAction] = []
    private var records: [SchedulerAction] = []
    private var faults: [SchedulerAction] = []

    mutating func stop(_ id: BroadcastID, _ reason: StopReason) { stops.append(.stop(id, reason)) }
    mutating func play(_ request: PlayRequest) { plays.append(.play(request)) }
    mutating func record(_ asRun: AsRun) { records.append(.record(asRun)) }

    mutating func raise(_ code: FaultCode, _ originator: String, _ detail: String) {
        faults.append(.raise(code, originator: originator, detail: detail))
    }

    mutating func clear(_ code: FaultCode, _ originator: String) {
        faults.append(.clear(code, originator: originator))
    }

    var inOrder: [SchedulerAction] { stops + plays + records + faults }
}
