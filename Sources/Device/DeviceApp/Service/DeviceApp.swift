import CentreLink
import Hardware
import Health
import Journal
import LoaModel
import Logging
import Playback
import Scheduling
import Trust
import Uplink

/// A whole device: joins the flows and runs them until it is told to end.
///
/// Each flow is a child task with its own retry; none of them ends before the device does.
public struct DeviceApp: Sendable {
    private let parts: DeviceParts

    public init(_ parts: DeviceParts) { self.parts = parts }

    /// Runs until `termination` yields, then ends in good order: what sounds fades out, everything is written.
    ///
    /// A journal that cannot be opened is a fault and no reason to be silent: alerts play, orders and reports are kept
    /// in memory until it can (invariant 6).
    public func run(until termination: AsyncStream<Void>) async {
        let clock = TrustedClock(parts.clock)
        let started = clock.read().monotonic
        let (contents, failure) = await load()
        let flows = Flows(parts, clock: clock, contents: contents, started: started)
        if let failure { flows.faults.raise(failure.fault, by: "journal", failure.detail) }
        await flows.begin(contents)
        await withDiscardingTaskGroup { group in
            flows.start(in: &group)
            parts.service.ready()
            parts.log.notice("device ready", metadata: ["device.id": "\(parts.device)", "area": "\(parts.area)"])
            for await _ in termination { break }
            parts.service.stopping()
            await flows.end()
            group.cancelAll()
        }
        await parts.transport.closed()
        await flows.reporter.flush()
        await parts.journal.close()
        parts.log.notice("device ended")
    }

    private func load() async -> (JournalContents, JournalError?) {
        do {
            return (try await parts.journal.load(), nil)
        } catch {
            parts.log.error("journal not opened", metadata: ["error": "\(error)"])
            return (.empty, error)
        }
    }
}

extension JournalContents {
    /// A device that remembers nothing.
    fileprivate static var empty: JournalContents {
        JournalContents(epoch: "", orders: [], unfinished: [], finished: [], lowerBound: .epoch, setAside: nil)
    }
}
