import Hardware
import LoaModel
import Scheduling

extension Conductor {
    /// How things stand, for the health report.
    public var status: ConductorStatus {
        let now = clock.read().wall
        let next = broadcastsHere(from: now, until: now.adding(seconds: 7 * 86_400)).first
        let inForce = schedules.values.map { entry in
            HealthReport.ScheduleInForce(
                authority: entry.inForce.authority, area: entry.inForce.area?.description ?? "",
                version: entry.inForce.schedule.version, hash: entry.hash)
        }
        return ConductorStatus(
            schedules: inForce.sorted { ($0.area, $0.authority) < ($1.area, $1.authority) }, outputState: output,
            outputRate: outputRate, outputStep: player.step, lastBroadcast: lastBroadcast, nextBroadcast: next?.id)
    }

    /// What is planned for horns that this site has.
    func broadcastsHere(from: Timestamp, until: Timestamp) -> [PlannedBroadcast] {
        timetable.broadcasts(from: from, until: until).filter { scheduler.isForThisSite($0) }
    }

    /// Proof of work for the watchdogs: rings the alarm clock and waits until it has woken the conductor and he has
    /// decided, the way on which every broadcast begins. False where the calling task was cancelled first.
    public func proveAlive() async -> Bool {
        let (turned, proof) = AsyncStream.makeStream(of: Void.self)
        proofs.append(proof)
        clock.set(clock.read().wall)
        for await _ in turned {}
        return !Task.isCancelled
    }
}
