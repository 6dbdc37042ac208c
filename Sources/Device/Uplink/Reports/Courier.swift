public import CentreLink
public import Hardware
public import Journal
public import LoaModel

/// Brings the outbox to the centre: records before telemetry, each lane in its order, again until acknowledged.
public actor Courier {
    private let journal: any DeviceJournal
    private let transport: any MessageTransport
    private let topic: String
    private let monotonic: @Sendable () -> MonotonicTime
    private let pause: any Clock<Duration>
    private var windows: [Report.Lane: OutboxWindow] = [.record: OutboxWindow(), .telemetry: OutboxWindow()]
    private var isConnected = false
    private var isPumping = false
    private var pumpAgain = false
    private let bell: AsyncStream<Void>.Continuation
    private let rings: AsyncStream<Void>

    public init(
        journal: any DeviceJournal, transport: any MessageTransport, device: DeviceID,
        monotonic: @escaping @Sendable () -> MonotonicTime, pause: any Clock<Duration>
    ) {
        self.journal = journal
        self.transport = transport
        topic = Topics.report(device)
        self.monotonic = monotonic
        self.pause = pause
        (rings, bell) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
    }

    public func connected() async {
        isConnected = true
        for lane in Report.Lane.allCases { windows[lane]?.connected() }
        await pump()
    }

    public func disconnected() { isConnected = false }

    /// The journal has something new.
    public func appended() async { await pump() }

    public func acknowledged(_ acknowledgement: Acknowledgement) async {
        do {
            try await journal.acknowledge(acknowledgement)
        } catch {
            return  // It stays in the outbox and is acknowledged again when it is sent again.
        }
        windows[acknowledgement.lane]?.didAcknowledge(acknowledgement.through, at: now)
        await pump()
    }

    private var now: Double { Double(monotonic().nanoseconds) / 1e9 }

    /// Sends again what was not acknowledged in time, until cancelled. Sleeps while everything is.
    public func run() async {
        for await _ in rings {
            while !Task.isCancelled, let due = windows.values.compactMap(\.retryAt).min() {
                try? await pause.sleep(for: .seconds(max(0.05, due - now)))
                let time = now
                for lane in Report.Lane.allCases { windows[lane]?.retry(at: time) }
                await pump()
            }
        }
    }

    /// Sends what there is room for. Calls during a turn lead to one more turn.
    private func pump() async {
        pumpAgain = true
        guard !isPumping else { return }
        isPumping = true
        while pumpAgain {
            pumpAgain = false
            for lane in Report.Lane.allCases { await send(lane) }
        }
        isPumping = false
        if windows.values.contains(where: { $0.retryAt != nil }) { bell.yield() }
    }

    private func send(_ lane: Report.Lane) async {
        guard isConnected, let room = windows[lane]?.room, room.count > 0,
            let reports = try? await journal.pending(lane, above: room.above, limit: room.count)
        else { return }
        for report in reports where isConnected {
            // A reconnect or an acknowledgement may have moved the window while the journal was read.
            guard let window = windows[lane], report.number > window.sent else { continue }
            do {
                try transport.publish(OutgoingMessage(topic: topic, payload: report.payload))
            } catch {
                isConnected = false
                return
            }
            windows[lane]?.didSend(report.number, at: now)
        }
    }
}
