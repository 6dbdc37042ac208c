import CentreLink
import Fleet
import LoaModel
import Trust

extension FleetEvent {
    /// What people watch of a change; nil for what shows otherwise.
    init?(_ change: FleetChange) {
        guard case .report(let received) = change else { return nil }
        switch received.report.body {
        case .asRun:
            guard let record = AsRunRecord(received) else { return nil }
            self = .asRun(record)
        case .answer(let answer):
            self = .answer(
                AnswerRecord(
                    device: received.report.device, answer: answer, at: received.dated, received: received.received))
        case .fault(let fault): self = .fault(received.report.device, fault)
        case .health: return nil
        }
    }
}

extension OutgoingMessage {
    init?(_ acknowledgement: Acknowledgement, to device: DeviceID) {
        guard let payload = try? JSON.encode(acknowledgement) else { return nil }
        self.init(topic: Topics.acknowledgement(device), payload: payload)
    }
}
