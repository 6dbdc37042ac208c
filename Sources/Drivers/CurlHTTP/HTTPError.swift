/// Why there is no answer, as a sentence with what to do.
public struct HTTPError: Error, Hashable, Sendable, CustomStringConvertible {
    public enum Kind: Hashable, Sendable {
        /// No http or https address, or a header that cannot be sent.
        case invalidRequest
        /// No name, no route, or nobody listens.
        case unreachable
        /// The certificate or the protocol is not trusted, or our authority file cannot be read.
        case tls
        /// Nothing came for too long.
        case stalled
        /// The connection broke before the body was whole.
        case interrupted
        /// The body is longer than allowed.
        case tooLarge
        /// Too many redirects, or one to where none may go.
        case redirects
        /// What the server sends is no HTTP, or contradicts itself.
        case nonsense
        /// A file on this machine cannot be read or written; the system's error number.
        case file(Int32)
        /// The task was cancelled.
        case cancelled
        /// This machine lacks what a transfer needs.
        case resources
    }

    public var kind: Kind
    public var sentence: String

    public init(_ kind: Kind, _ sentence: String) {
        self.kind = kind
        self.sentence = sentence
    }

    public var description: String { sentence }

    /// Whether the same request may succeed later without anybody doing anything.
    public var isTransient: Bool {
        switch kind {
        case .unreachable, .stalled, .interrupted, .cancelled, .resources: true
        case .invalidRequest, .tls, .tooLarge, .redirects, .nonsense, .file: false
        }
    }
}
