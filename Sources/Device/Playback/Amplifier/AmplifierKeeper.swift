import Hardware

/// Switches the amplifier by the engine's cues, on a worker of its own: a relay that hangs or fails never holds up sound.
///
/// `@unchecked Sendable`: after `init` everything here is touched by that worker alone.
final class AmplifierKeeper<Switch: Relay & ~Copyable>: @unchecked Sendable {
    /// Nanoseconds until a relay that failed is tried again: while it should be on, and while it need not.
    private static var soon: Int64 { 1_000_000_000 }
    private static var later: Int64 { 30_000_000_000 }

    private let opener: RelayOpener<Switch>
    private let link: AmplifierLink
    private let workers: any WorkerSystem
    private let tell: AmplifierTeller
    private var key: AmplifierKey
    private var relay: Switch?
    private var isOpen = false
    private var isOn = false
    private var failure: LineFailure?
    private var triedAt = MonotonicTime(nanoseconds: .min)
    private var isCut = false

    init(
        relay: RelayOpener<Switch>, times: AmplifierTimes, link: AmplifierLink, workers: any WorkerSystem,
        tell: @escaping AmplifierTeller
    ) {
        opener = relay
        key = AmplifierKey(times)
        self.link = link
        self.workers = workers
        self.tell = tell
    }

    /// One turn of the worker. The first one takes the line, off.
    func turn() -> Rest {
        while let cue = link.cues.receive() {
            key.take(cue)
            guard case .shutDown = cue else { continue }
            relay = nil
            return .finished
        }
        let now = workers.now()
        switchTo(key.isOn(at: now), at: now)
        judgeMaximum(at: now)
        let next = min(key.nextChange(after: now), failure == nil ? .distantFuture : retry(wanted: key.isOn(at: now)))
        return next == .distantFuture ? .untilRung : .until(next)
    }

    private func switchTo(_ wanted: Bool, at now: MonotonicTime) {
        guard !isOpen || isOn != wanted else { return }
        guard failure == nil || isOpen || now >= retry(wanted: wanted) else { return }
        triedAt = now
        do throws(LineFailure) {
            if !isOpen { relay = try opener.open() }
            isOpen = true
            if wanted != isOn { try set(wanted) }
            if failure != nil { tell(.amplifierReady) }
            failure = nil
        } catch {
            relay = nil
            isOpen = false
            isOn = false
            if failure != error { tell(.amplifierFault(error)) }
            failure = error
        }
    }

    private func set(_ wanted: Bool) throws(LineFailure) {
        guard var open = relay.take() else { return }
        try open.set(wanted)
        relay = consume open
        isOn = wanted
    }

    private func retry(wanted: Bool) -> MonotonicTime {
        triedAt.advanced(byNanoseconds: wanted ? Self.soon : Self.later)
    }

    private func judgeMaximum(at now: MonotonicTime) {
        let wasCut = isCut
        isCut = key.isCut(at: now)
        guard isCut != wasCut else { return }
        tell(isCut ? .amplifierCut(afterSeconds: key.times.maximum) : .amplifierRested)
    }
}
