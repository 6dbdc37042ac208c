/// Why an input does not listen: what happened, to which input, and what to do.
public struct AudioInputFailure: Error, Hashable, Sendable, CustomStringConvertible {
    /// What the caller can do about it.
    public enum Code: String, Hashable, Sendable {
        /// No input of that name. It may come back: a microphone that was unplugged.
        case notFound
        /// Another program holds it.
        case busy
        /// The user may not open it.
        case notPermitted
        /// It gives no format this program can take.
        case unsupported
        /// It was there and has gone.
        case disappeared
        /// It gives no sound although it runs.
        case stalled
        /// Anything else the system reported.
        case system
    }

    public var code: Code
    /// The input's name as in the settings, such as `hw:CARD=Device`.
    public var input: String
    /// What failed and what the system said.
    public var detail: String

    public init(_ code: Code, input: String, detail: String) {
        self.code = code
        self.input = input
        self.detail = detail
    }

    public var description: String {
        "microphone \(input): \(detail): \(remedy)"
    }

    /// What a technician does about it.
    public var remedy: String {
        switch code {
        case .notFound: "compare the name in the settings with the output of `arecord -L`, and the plug"
        case .busy: "stop the program that holds it (`fuser -v /dev/snd/*`)"
        case .notPermitted: "add the daemon's user to the group audio"
        case .unsupported: "use plughw: instead of hw:, or another rate in the settings"
        case .disappeared: "check the plug of the microphone; it is opened again when something sounds"
        case .stalled: "check the card and its driver in the kernel's log"
        case .system: "see the kernel's log"
        }
    }
}
