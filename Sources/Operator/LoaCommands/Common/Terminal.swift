import Glibc
import LoaModel
import Trust

/// What goes to the person or program that called: results on the standard output, all else on the standard error.
enum Terminal {
    static func say(_ line: String) { print(shown(line)) }

    /// One JSON value on a line, keys sorted.
    static func say(json value: some Encodable) throws {
        print(String(decoding: try JSON.encode(value), as: UTF8.self))
    }

    static func complain(_ line: String) { show(shown(line) + "\n") }

    /// Straight to the standard error, control characters and all.
    static func show(_ text: String) {
        let bytes = Array(text.utf8)
        _ = bytes.withUnsafeBytes { write(STDERR_FILENO, $0.baseAddress, $0.count) }
    }

    /// Text from files and from the centre must not steer the terminal: control characters become `?`.
    static func shown(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: isControl) else { return text }
        var clean = String.UnicodeScalarView()
        for scalar in text.unicodeScalars { clean.append(isControl(scalar) ? "?" : scalar) }
        return String(clean)
    }

    private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        scalar != "\n" && (scalar.value < 0x20 || (0x7f...0x9f).contains(scalar.value))
    }

    /// Whether a person watches the standard error: then long work shows a bar.
    static var isWatched: Bool { isatty(STDERR_FILENO) == 1 }
}
