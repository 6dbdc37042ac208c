import CentreLink
import Fleet
import LoaModel
import Trust

/// What is to be done with messages that came together: decided from values, carried out by the server.
struct Postbag: Sendable {
    /// Longest report or state that is looked at, bytes.
    static let longestMessage = 256 << 10

    private(set) var changes: [FleetChange] = []
    /// The highest number to acknowledge in each lane, once the changes are committed.
    private(set) var acknowledgements: [DeviceLane: Int64] = [:]
    /// Devices of which something changed.
    private(set) var touched: Set<DeviceID> = []
    /// Why messages could not be used; a few of them, for the log.
    private(set) var complaints: [String] = []
    private(set) var counts = MessageCounts()

    struct DeviceLane: Hashable, Sendable {
        var device: DeviceID
        var lane: LaneKey
    }

    mutating func add(
        _ message: MessageBox.Message, at now: Timestamp, ledger: inout FleetLedger, clock: inout BootClock
    ) {
        // An empty retained message clears a topic; it says nothing.
        if message.payload.isEmpty { return }
        do throws(ModelError) {
            guard message.payload.count <= Self.longestMessage else {
                throw ModelError("has \(message.payload.count) bytes; at most \(Self.longestMessage) are read")
            }
            guard let device = Topics.device(ofTopic: message.topic) else { throw ModelError("is no device's topic") }
            if message.topic.hasSuffix("/state") {
                try addState(message, of: device, at: now)
            } else {
                try addReport(message, of: device, at: now, ledger: &ledger, clock: &clock)
            }
        } catch {
            counts.bad += 1
            if complaints.count < 10 { complaints.append("\(message.topic.prefix(100)): \(error)") }
        }
    }

    private mutating func addState(
        _ message: MessageBox.Message, of device: DeviceID, at now: Timestamp
    ) throws(ModelError) {
        let state = try JSON.decode(DeviceState.self, from: message.payload)
        try Self.require(state.device, is: device)
        changes.append(.presence(PresenceChange(state, retained: message.retained, at: now)))
        touched.insert(device)
    }

    private mutating func addReport(
        _ message: MessageBox.Message, of device: DeviceID, at now: Timestamp, ledger: inout FleetLedger,
        clock: inout BootClock
    ) throws(ModelError) {
        let report = try JSON.decode(Report.self, from: message.payload)
        try Self.require(report.device, is: device)
        let lane = DeviceLane(device: device, lane: LaneKey(epoch: report.epoch, lane: report.lane))
        func keep() {
            let dated = clock.date(report, received: now)
            changes.append(.report(ReceivedReport(report: report, received: now, dated: dated)))
            touched.insert(device)
            counts.stored += 1
        }
        switch ledger.receive(report, at: now) {
        case .store(let through):
            keep()
            acknowledgements[lane] = through
        case .storePastLoss(let through, let missing):
            changes.append(.loss(device: device, lane: lane.lane, missing: missing, at: now))
            keep()
            acknowledgements[lane] = through
        case .duplicate(let through):
            counts.duplicates += 1
            acknowledgements[lane] = through
        case .gap(let through):
            counts.gaps += 1
            acknowledgements[lane] = through
        case .malformed(let reason):
            throw ModelError(reason)
        }
    }

    private static func require(_ named: DeviceID, is device: DeviceID) throws(ModelError) {
        guard named == device else { throw ModelError(path: "device", "is '\(named)', but the topic is another's") }
    }
}
