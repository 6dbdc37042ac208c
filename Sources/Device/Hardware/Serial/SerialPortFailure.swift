/// Why a serial line does not do what is asked: what happened, to which port, and what to do.
public struct SerialPortFailure: Error, Hashable, Sendable, CustomStringConvertible {
    /// What the caller can do about it.
    public enum Code: String, Hashable, Sendable {
        /// Nothing is there under that path. It may come back: an adapter that was unplugged.
        case notFound = "not_found"
        /// Another program holds it.
        case busy
        /// The user may not open it.
        case notPermitted = "not_permitted"
        /// What is there is no serial line.
        case notSerial = "not_serial"
        /// Its driver did not take the line as asked.
        case unsupported
        /// It was there and has gone.
        case disappeared
        /// The deadline came before all bytes were taken.
        case timedOut = "timed_out"
        /// Anything else the system reported.
        case system
    }

    public var code: Code
    /// The port's path as in the settings.
    public var path: String
    /// What failed and what the system said.
    public var detail: String

    public init(_ code: Code, path: String, detail: String) {
        self.code = code
        self.path = path
        self.detail = detail
    }

    public var description: String { "serial port \(path): \(detail): \(remedy)" }

    /// What a technician does about it.
    public var remedy: String {
        switch code {
        case .notFound: "check the adapter's plug, and compare the path with `loa-device serial list`"
        case .busy: "stop the program that holds it, or give it another port"
        case .notPermitted: "add the daemon's user to the group dialout"
        case .notSerial: "give the path of a serial line; see `loa-device serial list`"
        case .unsupported: "ask for another rate, parity or stop bits, or use another adapter"
        case .disappeared: "check the plug and the power of the adapter; it is opened again when it is back"
        case .timedOut: "check the cable and who holds the line; nothing takes the bytes"
        case .system: "see the kernel's log"
        }
    }
}
