import CentreLink
import LoaModel
import MQTTDriver
import Synchronization
import Trust

/// A device as the broker sees it: sends reports, remembers acknowledgements and orders.
final class RemoteDevice: Sendable {
    private struct Heard {
        var isConnected = false
        var through: Int64 = 0
        var orders: [[UInt8]] = []
    }

    let id: DeviceID
    private let transport: MosquittoTransport
    private let heard = Mutex(Heard())

    init(_ id: DeviceID, broker: BrokerAddress) {
        self.id = id
        transport = MosquittoTransport(address: broker, clientID: id.text, keepAliveSeconds: 5)
    }

    /// Until cancelled.
    func run(area: Area) async {
        for await event in transport.open(subscriptions: Topics.subscriptions(device: id, area: area), will: nil) {
            switch event {
            case .connected: heard.withLock { $0.isConnected = true }
            case .disconnected: heard.withLock { $0.isConnected = false }
            case .message(let topic, let payload, _): take(payload, from: topic)
            case .dropped: break
            }
        }
    }

    private func take(_ payload: [UInt8], from topic: String) {
        if topic == Topics.acknowledgement(id) {
            guard let acknowledgement = try? JSON.decode(Acknowledgement.self, from: payload) else { return }
            heard.withLock { $0.through = max($0.through, acknowledgement.through) }
        } else {
            heard.withLock { $0.orders.append(payload) }
        }
    }

    var isConnected: Bool { heard.withLock { $0.isConnected } }
    var through: Int64 { heard.withLock { $0.through } }
    var orders: [[UInt8]] { heard.withLock { $0.orders } }

    func send(_ report: Report) throws {
        try transport.publish(OutgoingMessage(topic: Topics.report(id), payload: try JSON.encode(report)))
    }
}

/// Waits for what another process or thread brings about; the suite's time limit is the bound.
func until(_ holds: @Sendable () async throws -> Bool) async throws {
    while try await !holds() {
        try Task.checkCancellation()
        try await Task.sleep(for: .milliseconds(5))
    }
}
