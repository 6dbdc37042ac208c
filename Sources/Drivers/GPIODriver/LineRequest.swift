import CGPIO
import Hardware

/// A line that this process holds, given back when the value ends; an output is inactive by then.
struct LineRequest: ~Copyable {
    /// What `gpioinfo` shows as the holder.
    static let consumer = "loa-device"

    let address: LineAddress
    private let handle: OpaquePointer
    private let isOutput: Bool

    static func open(_ address: LineAddress, _ wish: loa_gpio_wish) throws(LineFailure) -> LineRequest {
        let line = try GPIOLines.find(address)
        var handle: OpaquePointer?
        let number = Self.consumer.withCString { consumer in
            var wish = wish
            wish.consumer = consumer
            return loa_gpio_request(line.chip, UInt32(line.offset), &wish, &handle)
        }
        guard number >= 0, let handle else {
            var failure = LineFailure(gpio: number, call: "asking for it", line: "\(address)")
            if failure.code == .disappeared, wish.wants_edges {
                failure = LineFailure(
                    .unsupported, line: "\(address)", detail: "its chip has no interrupt to tell edges by")
            }
            if failure.code == .busy { failure.detail = "it is held by \(holder(of: address))" }
            throw failure
        }
        return LineRequest(owning: handle, address: address, isOutput: wish.is_output)
    }

    private init(owning handle: OpaquePointer, address: LineAddress, isOutput: Bool) {
        self.handle = handle
        self.address = address
        self.isOutput = isOutput
    }

    deinit {
        if isOutput { _ = loa_gpio_drive(handle, false) }
        loa_gpio_release(handle)
    }

    private static func holder(of address: LineAddress) -> String {
        guard let line = try? GPIOLines.find(address), !line.consumer.isEmpty else { return "another program" }
        return "'\(line.consumer)'"
    }

    func isActive() throws(LineFailure) -> Bool { try check("reading", loa_gpio_level(handle)) == 1 }

    func drive(_ isActive: Bool) throws(LineFailure) { try check("switching", loa_gpio_drive(handle, isActive)) }

    /// Whether edges can be read within so many nanoseconds.
    func wait(nanoseconds: Int64) throws(LineFailure) -> Bool {
        try check("waiting for an edge", loa_gpio_wait(handle, max(0, nanoseconds))) == 1
    }

    /// The edges that are there; blocks where there are none.
    func readEdges() throws(LineFailure) -> [LineEdge] {
        var edges = [loa_gpio_edge](repeating: loa_gpio_edge(), count: 64)
        let count = try check("reading edges", loa_gpio_read(handle, &edges, Int32(edges.count)))
        return edges.prefix(Int(count)).map {
            LineEdge(isRising: $0.is_rising, at: MonotonicTime(nanoseconds: $0.nanoseconds))
        }
    }

    @discardableResult
    private func check(_ call: String, _ number: Int32) throws(LineFailure) -> Int32 {
        guard number >= 0 else { throw LineFailure(gpio: number, call: call, line: "\(address)") }
        return number
    }
}
