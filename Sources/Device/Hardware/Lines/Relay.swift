/// An open output line that switches something, such as the amplifier's power. It is off from the request itself on,
/// and off again when the value ends; what the wire does while nobody holds it is the board's matter.
///
/// One thread uses it. After a failure the value is of no further use: let it end and open it again.
public protocol Relay: ~Copyable, SendableMetatype {
    /// Switches; returns when the line has its level. Takes microseconds.
    mutating func set(_ isOn: Bool) throws(LineFailure)
}

/// Opens the configured relay.
public struct RelayOpener<Switch: Relay & ~Copyable>: Sendable {
    /// The line as in the settings.
    public let line: String
    private let openRelay: @Sendable () throws(LineFailure) -> Switch

    public init(line: String, open: @escaping @Sendable () throws(LineFailure) -> Switch) {
        self.line = line
        self.openRelay = open
    }

    /// Opens it, off. Takes milliseconds, may allocate; a line that is absent or held fails at once.
    public func open() throws(LineFailure) -> Switch { try openRelay() }
}
