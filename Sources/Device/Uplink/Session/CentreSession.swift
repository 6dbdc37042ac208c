public import CentreLink
public import Hardware
public import Health
public import LoaModel
public import Logging
import Trust

/// The conversation with the centre: listens for orders and acknowledgements, says that the device is there.
public struct CentreSession: Sendable {
    private let device: DeviceID
    private let area: Area
    private let version: String
    private let transport: any MessageTransport
    private let clock: any AlarmClock
    private let desk: OrderDesk
    private let courier: Courier
    private let faults: FaultRegister
    private let log: Logger

    public init(
        device: DeviceID, area: Area, version: String, transport: any MessageTransport, clock: any AlarmClock,
        desk: OrderDesk, courier: Courier, faults: FaultRegister, log: Logger
    ) {
        self.device = device
        self.area = area
        self.version = version
        self.transport = transport
        self.clock = clock
        self.desk = desk
        self.courier = courier
        self.faults = faults
        self.log = log
    }

    /// Runs until cancelled. A link that breaks is made again by the transport, for ever.
    public func run() async {
        let subscriptions = Topics.subscriptions(device: device, area: area)
        for await event in transport.open(subscriptions: subscriptions, will: state(.offline)) {
            await take(event)
        }
    }

    /// Says good-bye in good order; the link ends when `run` is cancelled.
    public func sayStopping() {
        if let message = state(.stopping) { try? transport.publish(message) }
    }

    private func take(_ event: TransportEvent) async {
        switch event {
        case .connected:
            log.info("link up")
            faults.clear(.linkDown, by: "link")
            if let message = state(.online) { try? transport.publish(message) }
            await courier.connected()
        case .disconnected(let reason):
            log.warning("link down", metadata: ["reason": "\(reason)"])
            faults.raise(.linkDown, by: "link", reason)
            await courier.disconnected()
        case .message(let topic, let payload, _):
            await take(payload, from: topic)
        case .dropped(let count):
            log.error("messages dropped", metadata: ["count": "\(count)"])
        }
    }

    private func take(_ payload: [UInt8], from topic: String) async {
        if topic == Topics.acknowledgement(device) {
            guard let acknowledgement = try? JSON.decode(Acknowledgement.self, from: payload) else {
                log.warning("acknowledgement not understood", metadata: ["bytes": "\(payload.count)"])
                return
            }
            await courier.acknowledged(acknowledgement)
        } else if !payload.isEmpty {
            // An empty retained message clears a topic.
            await desk.receive(payload)
        }
    }

    private func state(_ presence: DeviceState.Presence) -> OutgoingMessage? {
        let state = DeviceState(device: device, presence: presence, at: clock.read().wall, version: version)
        guard let payload = try? JSON.encode(state) else { return nil }
        return OutgoingMessage(topic: Topics.state(device), payload: payload, retained: true)
    }
}
