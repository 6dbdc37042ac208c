import CGPIO
public import Hardware

/// An input line. With libgpiod 2 the kernel takes the bounces out; with libgpiod 1 it is done here, by the kernel's
/// time stamps.
public struct GPIOInput: ~Copyable, DigitalInput {
    public let opened: MonotonicTime
    private let request: LineRequest
    private let now: @Sendable () -> MonotonicTime
    /// How much later than its beginning the kernel tells a level.
    private let lateness: Int64
    /// nil where the kernel does it.
    private var debouncer: EdgeDebouncer?

    /// - Parameter now: CLOCK_MONOTONIC, the clock of the kernel's time stamps.
    public static func open(
        _ address: LineAddress, _ settings: DigitalInputSettings, now: @escaping @Sendable () -> MonotonicTime
    ) throws(LineFailure) -> GPIOInput {
        let request = try LineRequest.open(address, wish(settings, edges: true))
        let opened = now()
        let window = Int64(settings.debounceMicroseconds) * 1_000
        let isOurs = window > 0 && loa_gpio_load() == 1
        let debouncer = isOurs ? EdgeDebouncer(windowNanoseconds: window, isActive: try request.isActive()) : nil
        return GPIOInput(
            owning: request, opened: opened, now: now, lateness: isOurs ? 0 : window, debouncer: debouncer)
    }

    /// What a line reads now; also of a chip that tells no edges.
    public static func level(
        of address: LineAddress, _ settings: DigitalInputSettings
    ) throws(LineFailure) -> Bool {
        try LineRequest.open(address, wish(settings, edges: false)).isActive()
    }

    private static func wish(_ settings: DigitalInputSettings, edges: Bool) -> loa_gpio_wish {
        var wish = loa_gpio_wish()
        wish.is_active_low = settings.active == .low
        wish.wants_edges = edges
        wish.debounce_us = edges ? UInt32(settings.debounceMicroseconds) : 0
        wish.bias =
            switch settings.pull {
            case .asIs: LOA_GPIO_AS_IS
            case .up: LOA_GPIO_PULL_UP
            case .down: LOA_GPIO_PULL_DOWN
            }
        return wish
    }

    private init(
        owning request: consuming LineRequest, opened: MonotonicTime, now: @escaping @Sendable () -> MonotonicTime,
        lateness: Int64, debouncer: EdgeDebouncer?
    ) {
        self.request = request
        self.opened = opened
        self.now = now
        self.lateness = lateness
        self.debouncer = debouncer
    }

    public mutating func isActive() throws(LineFailure) -> Bool { try request.isActive() }

    public mutating func edges(until end: MonotonicTime) throws(LineFailure) -> [LineEdge] {
        var found: [LineEdge] = []
        repeat {
            let limit = min(end, debouncer?.due ?? .distantFuture)
            if try request.wait(nanoseconds: limit.since(now())) {
                for edge in try request.readEdges() { take(edge, into: &found) }
            } else {
                try settle(into: &found)
            }
        } while found.isEmpty && now() < end
        return found
    }

    private mutating func take(_ edge: LineEdge, into found: inout [LineEdge]) {
        guard debouncer != nil else {
            found.append(LineEdge(isRising: edge.isRising, at: edge.at.advanced(byNanoseconds: -lateness)))
            return
        }
        if let held = debouncer?.take(edge) { found.append(held) }
    }

    /// No edge came: what the line has now, it has held since the last one.
    private mutating func settle(into found: inout [LineEdge]) throws(LineFailure) {
        guard debouncer != nil else { return }
        let time = now()
        debouncer?.see(isActive: try request.isActive(), at: time)
        if let held = debouncer?.settle(at: time) { found.append(held) }
    }
}
