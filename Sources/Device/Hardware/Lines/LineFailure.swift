/// Why a line of the board does not do as told: what happened, to which line, and what to do.
public struct LineFailure: Error, Hashable, Sendable, CustomStringConvertible {
    public enum Code: String, Hashable, Sendable {
        /// No line of that name; the detail lists those there are.
        case notFound
        /// Several lines have that name.
        case ambiguous
        /// Somebody holds it; the detail says who.
        case busy
        case notPermitted
        /// No libgpiod on this system, or one that does not fit the kernel.
        case noLibrary
        /// The chip cannot do what was asked of the line.
        case unsupported
        /// It was there and has gone: a chip on USB.
        case disappeared
        case system
    }

    public var code: Code
    /// The line as in the settings.
    public var line: String
    public var detail: String

    public init(_ code: Code, line: String, detail: String) {
        self.code = code
        self.line = line
        self.detail = detail
    }

    public var description: String { "line \(line): \(detail): \(remedy)" }

    /// What a technician does about it.
    public var remedy: String {
        switch code {
        case .notFound: "compare the name in the settings with `loa-device gpio list`"
        case .ambiguous: "name it by chip and number instead, as `loa-device gpio list` shows them"
        case .busy: "stop who holds it, or take the line out of the device tree's other uses"
        case .notPermitted: "add the daemon's user to the group gpio (udev gives it /dev/gpiochip*)"
        case .noLibrary: "install libgpiod3 (Debian 12: libgpiod2, with Debian's own kernel)"
        case .unsupported: "use another line, or leave out the pull or the debounce that was asked for"
        case .disappeared: "check the plug of the chip that has the line"
        case .system: "see the kernel's log"
        }
    }
}
