import Health
import LoaModel
import Playback
import Uplink

/// What the microphone heard, for the records and the faults.
extension Conductor {
    func heard(_ id: String, _ hearing: Hearing) {
        guard let broadcast = try? BroadcastID(id) else { return }
        if let record = evidence.add(hearing, of: broadcast) { reporter.record(record) }
        carryOut(horn.note(hearing, of: id))
    }

    /// A speaker test came back: compared with the calibration.
    func swept(_ id: String, _ hearing: Hearing, _ response: SpeakerResponse?) {
        guard let broadcast = try? BroadcastID(id) else { return }
        let result = SpeakerJudge.judge(response, hearing: hearing, calibration: calibration())
        if let record = evidence.add(hearing, result, of: broadcast) { reporter.record(record) }
        carryOut(result.changes)
    }

    private func carryOut(_ changes: [HornWatch.Change]) {
        for change in changes {
            switch change {
            case .raise(let code, let detail): faults.raise(code, by: code.heardPart, detail)
            case .clear(let code): faults.clear(code, by: code.heardPart)
            }
        }
    }
}

extension FaultCode {
    /// Which part it says something about.
    fileprivate var heardPart: String { self == .microphoneSilent ? "microphone" : "speaker" }
}
