import LoaModel
import Playback

/// Adds to as-run records what the microphone heard. That is known a second or two after a broadcast's end: its record
/// is then sent again. A value; bounded.
struct EvidenceLedger: Sendable {
    /// Records that wait for the microphone, and broadcasts whose pieces were heard before they ended.
    private static let most = 16

    private var hearings: [(id: BroadcastID, hearing: Hearing)] = []
    private var ended: [AsRun] = []

    /// The record with what was heard of it so far. One that has ended is kept until the rest is known.
    mutating func complete(_ record: AsRun) -> AsRun {
        var record = record
        record.hearing = hearings.first { $0.id == record.broadcast }?.hearing
        guard record.event == .ended, record.frames > 0 else { return record }
        ended.removeAll { $0.broadcast == record.broadcast }
        ended.append(record)
        if ended.count > Self.most { ended.removeFirst() }
        return record
    }

    /// A piece of a broadcast was listened to. What is said of a broadcast is the sum of its pieces.
    /// - Returns: the record to be sent again; nil where the broadcast goes on.
    mutating func add(_ hearing: Hearing, _ speaker: SpeakerResult? = nil, of id: BroadcastID) -> AsRun? {
        let before = hearings.first { $0.id == id }?.hearing
        let sum = before.map { $0.joined(with: hearing) } ?? hearing
        hearings.removeAll { $0.id == id }
        hearings.append((id, sum))
        if hearings.count > Self.most { hearings.removeFirst() }
        guard let index = ended.firstIndex(where: { $0.broadcast == id }) else { return nil }
        ended[index].hearing = sum
        ended[index].speaker = speaker ?? ended[index].speaker
        return ended[index]
    }
}
