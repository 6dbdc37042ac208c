import CentreLink
import Foundation
import MQTTDriver
import Synchronization

/// A transport with a task that collects its events.
final class Link: Sendable {
    let transport: MosquittoTransport
    private let events = Mutex<[TransportEvent]>([])
    private let task = Mutex<Task<Void, Never>?>(nil)

    init(
        _ address: BrokerAddress, name: String = "link-\(UUID().uuidString.prefix(8))", to topics: [String] = [],
        will: OutgoingMessage? = nil, buffer: BufferLimits = .device, keepAlive: Int = 30
    ) {
        transport = MosquittoTransport(
            address: address, clientID: name, keepAliveSeconds: keepAlive, buffer: buffer)
        let stream = transport.open(subscriptions: topics, will: will)
        task.withLock { task in
            task = Task { [self] in
                for await event in stream { events.withLock { $0.append(event) } }
            }
        }
    }

    var all: [TransportEvent] { events.withLock { $0 } }

    var messages: [(topic: String, payload: [UInt8], retained: Bool)] {
        all.compactMap {
            if case .message(let topic, let payload, let kept) = $0 { (topic, payload, kept) } else { nil }
        }
    }

    var reasons: [String] {
        all.compactMap { if case .disconnected(let reason) = $0 { reason } else { nil } }
    }

    var connects: Int { all.count { $0 == .connected } }

    /// Waits for something that the broker brings about; false after half a minute.
    func until(_ holds: @Sendable (Link) -> Bool) async -> Bool {
        await eventually { holds(self) }
    }

    /// Ends the consumer and waits for the good-bye.
    func end() async {
        let task = task.withLock { $0 }
        task?.cancel()
        await task?.value
        await transport.closed()
    }
}

/// Waits for what another process or thread brings about.
func eventually(seconds: Double = 30, _ holds: @Sendable () -> Bool) async -> Bool {
    let end = ContinuousClock.now + .seconds(seconds)
    while ContinuousClock.now < end {
        if holds() { return true }
        try? await Task.sleep(for: .milliseconds(5))
    }
    return holds()
}
