/// Why a calendar value was refused: a code for programs, a message with the remedy for people.
public struct CalendarError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What kind of value was wrong.
    public enum Code: String, Hashable, Sendable, CaseIterable {
        case badDate = "bad-date"
        case badTime = "bad-time"
        case badDateTime = "bad-date-time"
        /// The text breaks RFC 5545.
        case badRule = "bad-rule"
        /// RFC 5545 allows it; this calendar does not carry it out, or only within a bound.
        case unsupportedRule = "unsupported-rule"
        /// The bytes of a zone file break RFC 9636.
        case badZone = "bad-zone"
        case unknownZone = "unknown-zone"
        /// The zone's file could not be read.
        case unreadableZone = "unreadable-zone"
    }

    public let code: Code
    /// What is wrong with which text, and what to write instead.
    public let message: String

    public init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    public var description: String { message }
}

extension CalendarError {
    /// The text as it may be shown in a message: at most 60 characters, control characters as `?`.
    static func quoted(_ text: String) -> String {
        var shown = ""
        for scalar in text.unicodeScalars.prefix(60) {
            shown.unicodeScalars.append(scalar.value < 0x20 || scalar.value == 0x7F ? "?" : scalar)
        }
        return text.unicodeScalars.count > 60 ? "\"\(shown)...\"" : "\"\(shown)\""
    }
}
