import CGPIO
public import Hardware

/// An output line that switches something.
public struct GPIORelay: ~Copyable, Relay {
    private let request: LineRequest

    /// Takes the line; it is off from the request on.
    public static func open(_ address: LineAddress, active: LinePolarity) throws(LineFailure) -> GPIORelay {
        var wish = loa_gpio_wish()
        wish.is_output = true
        wish.is_active_low = active == .low
        return GPIORelay(owning: try LineRequest.open(address, wish))
    }

    private init(owning request: consuming LineRequest) { self.request = request }

    public mutating func set(_ isOn: Bool) throws(LineFailure) { try request.drive(isOn) }
}

extension RelayOpener where Switch == GPIORelay {
    /// A relay on a line of the board.
    public static func gpio(_ address: LineAddress, active: LinePolarity) -> RelayOpener<GPIORelay> {
        RelayOpener(line: "\(address)") { () throws(LineFailure) in
            try GPIORelay.open(address, active: active)
        }
    }
}
