/// Why a piece of media does not decode: a fault of the file, never of the daemon.
public struct DecodingFailure: Error, Hashable, Sendable, CustomStringConvertible {
    public enum Code: String, Hashable, Sendable {
        /// The file cannot be opened or read.
        case unreadable
        /// Not a format, or a variant of it, that this device decodes.
        case unsupported
        /// Announced as sound, but its bytes are not.
        case malformed
        /// Good at first, then ends before its announced length.
        case truncated
        /// A stream that gives no sound, or no more.
        case unreachable
        /// An input of the site that gives no sound, or no more.
        case noInput
        /// No memory or thread for a decoder.
        case noResources
    }

    public var code: Code
    public var path: String
    public var detail: String

    public init(_ code: Code, path: String, detail: String) {
        self.code = code
        self.path = path
        self.detail = detail
    }

    public var description: String {
        "\(kind) \(path): \(code.rawValue): \(detail): \(remedy)"
    }

    private var kind: String {
        switch code {
        case .unreachable: "stream"
        case .noInput: "input"
        default: "media"
        }
    }

    /// What an operator does about it.
    public var remedy: String {
        switch code {
        case .unreadable: "have the centre send the media again"
        case .unsupported: "convert it to WAV, FLAC, Ogg or MP3"
        case .malformed, .truncated: "make the file anew and add it again"
        case .unreachable: "check its address, the network, and that the package ffmpeg is installed"
        case .noInput: "check what is plugged in there, and its cable"
        case .noResources: "free memory on the device"
        }
    }
}
