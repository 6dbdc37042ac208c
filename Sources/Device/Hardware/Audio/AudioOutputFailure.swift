/// Why an output does not play: what happened, to which output, and what to do.
public struct AudioOutputFailure: Error, Hashable, Sendable, CustomStringConvertible {
    /// What the caller can do about it.
    public enum Code: String, Hashable, Sendable {
        /// No output of that name. It may come back: a card that was unplugged.
        case notFound
        /// Another program holds it.
        case busy
        /// The user may not open it.
        case notPermitted
        /// It takes no format this program can give.
        case unsupported
        /// It was there and has gone.
        case disappeared
        /// It takes no more frames although it runs.
        case stalled
        /// A file output has no room left.
        case full
        /// Anything else the system reported.
        case system
    }

    public var code: Code
    /// The output's name as in the settings, such as `hw:CARD=Device`.
    public var output: String
    /// What failed and what the system said.
    public var detail: String

    public init(_ code: Code, output: String, detail: String) {
        self.code = code
        self.output = output
        self.detail = detail
    }

    public var description: String {
        "sound output \(output): \(detail): \(remedy)"
    }

    /// What a technician does about it.
    public var remedy: String {
        switch code {
        case .notFound: "compare the name in the settings with the output of `aplay -L`, and the plug of the card"
        case .busy: "stop the program that holds the card (`fuser -v /dev/snd/*`)"
        case .notPermitted: "add the daemon's user to the group audio, or allow it to write the file"
        case .unsupported: "use plughw: instead of hw:, or another rate in the settings"
        case .disappeared: "check the plug and the power of the card; it is opened again when it is back"
        case .stalled: "check the card and its driver in the kernel's log; it is opened again"
        case .full: "make room on the disk of the recording"
        case .system: "see the kernel's log"
        }
    }
}
