import Glibc

/// Variables of the environment; an empty one counts as not set.
enum Environment {
    static func value(_ name: String) -> String? {
        guard let text = getenv(name), text.pointee != 0 else { return nil }
        return String(cString: text)
    }
}
