/// A text that the device speaks itself.
public struct Speech: Hashable, Sendable, Codable {
    /// 1 to 4,000 characters, at most 16,000 bytes; line breaks are pauses.
    public var text: String
    /// Which voice of the device's speech engine, such as `vi` or `en-us`; nil: the device's own.
    public var voice: String?

    static let maximumCharacters = 4_000
    static let maximumBytes = 16_000

    public init(_ text: String, voice: String? = nil) {
        self.text = text
        self.voice = voice
    }

    func check() throws(ModelError) {
        guard text.utf8.count <= Self.maximumBytes, text.count <= Self.maximumCharacters else {
            throw ModelError(path: "text", "is too long; allowed are \(Self.maximumCharacters) characters")
        }
        guard text.contains(where: { $0.isLetter || $0.isNumber }) else {
            throw ModelError(path: "text", "holds no letter and no digit: nothing to speak")
        }
        // An engine reads the rest as letters; a control character may be an order to it.
        guard !text.unicodeScalars.contains(where: { $0.value < 32 && $0 != "\n" && $0 != "\t" || $0.value == 127 })
        else { throw ModelError(path: "text", "holds a control character; allowed are letters and line breaks") }
        guard voice.map(Self.isVoice) ?? true else {
            throw ModelError(path: "voice", "must be 1 to 40 characters of a-z, A-Z, 0-9, - _ + and ., no sign first")
        }
    }

    /// A word of a command line and a part of a file name: never an option, a path or a way out of a folder.
    public static func isVoice(_ name: String) -> Bool {
        guard (1...40).contains(name.utf8.count), let first = name.utf8.first, isPlain(first) else { return false }
        return name.utf8.allSatisfy { isPlain($0) || "-_+.".utf8.contains($0) } && !name.contains("..")
    }

    private static func isPlain(_ letter: UInt8) -> Bool {
        switch letter {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: false
        }
    }
}
