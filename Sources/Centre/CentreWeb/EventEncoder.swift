import Fleet
import LoaModel

/// Events as the page and other readers get them.
struct EventEncoder: Sendable {
    let silentAfterSeconds: Int64
    let clock: @Sendable () -> Timestamp

    /// - Returns: the name and one line of JSON; nil where there is no JSON of it, which does not happen.
    func encode(_ event: FleetEvent) -> (name: String, data: String)? {
        switch event {
        case .device(let record):
            line("device", ["device": DeviceView(record, at: clock(), silentAfter: silentAfterSeconds)])
        case .asRun(let record): line("asrun", ["as_run": AsRunView(record, withSteps: false)])
        case .answer(let record): line("answer", ["answer": AnswerView(record)])
        case .fault(let device, let fault): line("fault", DeviceFaultView(device: device, fault: FaultView(fault)))
        case .order(let standing):
            line("order", ["order": OrderView(standing, published: nil, at: clock())])
        case .broker(let status): line("broker", ["broker": BrokerView(status)])
        }
    }

    private func line(_ name: String, _ value: some Encodable) -> (name: String, data: String)? {
        guard let bytes = try? WebJSON.encode(value) else { return nil }
        // JSON escapes line ends within strings, so this is one line.
        return (name, String(decoding: bytes, as: UTF8.self))
    }
}
