import CentreLink
import Hardware
import Health
import Journal
import LoaModel
import Playback
import Uplink

/// Sends the health report: at start, on each change of the faults or schedules, and at a slow beat.
struct HealthBeat: Sendable {
    /// What does not change while the daemon runs.
    struct Identity: Sendable {
        var version: String
        var area: Area
        var trustVersion: Int
        var outputName: String
        /// Of the site's horns; nil: none.
        var zones: [String]?

        init(version: String, area: Area, trustVersion: Int, outputName: String, zones: [String]) {
            self.version = version
            self.area = area
            self.trustVersion = trustVersion
            self.outputName = outputName
            self.zones = zones.isEmpty ? nil : zones
        }
    }

    let identity: Identity
    let conductor: Conductor
    let journal: any DeviceJournal
    let clock: any AlarmClock
    let gauges: any BoardGauges
    let faults: FaultRegister
    let reporter: Reporter
    let isRealTime: Bool
    let started: MonotonicTime

    /// Makes one report and hands it to the journal.
    func beat() async {
        let reading = clock.read()
        let status = await conductor.status
        let figures = (try? await journal.outboxFigures()) ?? OutboxFigures(depth: 0, oldest: nil)
        judgeClock(reading)
        reporter.report(
            .health(
                HealthReport(
                    version: identity.version,
                    uptimeSeconds: Double(reading.monotonic.since(started)) / 1e9,
                    area: identity.area, clock: reading.trust, board: gauges.read(),
                    output: HealthReport.Output(
                        name: identity.outputName, state: status.outputState, rate: status.outputRate,
                        realTime: isRealTime, step: status.outputStep, zones: identity.zones),
                    schedules: status.schedules, trustVersion: identity.trustVersion,
                    lastBroadcast: status.lastBroadcast, nextBroadcast: status.nextBroadcast,
                    outbox: HealthReport.Outbox(
                        depth: figures.depth, oldestSeconds: figures.oldest.map { reading.wall.seconds(since: $0) }),
                    faults: faults.current)))
        reporter.noteTime()
    }

    private func judgeClock(_ reading: ClockReading) {
        if reading.trust.synchronised {
            faults.clear(.clockNotSynchronised, by: "clock")
        } else {
            faults.raise(
                .clockNotSynchronised, by: "clock",
                "the clock says \(reading.wall), but nobody vouches for it: the timetable waits, alerts play")
        }
    }

    /// Beats until cancelled: soon after each nudge, and at least each `seconds`.
    func run(each seconds: Double, nudges: AsyncStream<Void>, pause: any Clock<Duration>) async {
        await withDiscardingTaskGroup { group in
            let (beats, bell) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
            group.addTask {
                while !Task.isCancelled {
                    bell.yield()
                    try? await pause.sleep(for: .seconds(seconds))
                }
            }
            group.addTask {
                // Changes come in bursts: one report tells them all.
                for await _ in nudges {
                    try? await pause.sleep(for: .seconds(2))
                    bell.yield()
                }
            }
            for await _ in beats { await beat() }
            group.cancelAll()
        }
    }
}

extension HealthReport.Output {
    fileprivate init(
        name: String, state: State, rate: Int?, realTime: Bool, step: PlaybackStep, zones: [String]?
    ) {
        func tenths(_ number: Double) -> Double { (number * 10).rounded() / 10 }
        self.init(
            name: name, state: state, rate: rate, realTime: realTime, drift: step.drift.map(tenths),
            errorMicroseconds: step.error.map { Int(clamping: $0 / 1_000) }, correction: tenths(step.correction),
            jumps: step.jumps, zones: zones)
    }
}
