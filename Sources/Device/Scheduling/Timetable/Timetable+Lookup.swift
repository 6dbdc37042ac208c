import LoaModel

extension Timetable {
    /// The broadcast with this id as it is planned here; nil when it is not, or another content now stands under it.
    func broadcast(like other: PlannedBroadcast) -> PlannedBroadcast? {
        planned(other.authority, other.bulletin.id, at: other.planned).first { $0.bulletin == other.bulletin }
    }

    /// The broadcast that an as-run record tells of.
    func broadcast(of record: AsRun) -> PlannedBroadcast? {
        planned(record.authority, record.bulletin, at: record.planned).first { $0.id == record.broadcast }
    }
}
