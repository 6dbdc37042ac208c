import LoaModel

/// The command line of a speech engine: any program that reads a text and writes a WAV file.
///
/// The words stand apart by spaces; no shell reads them. `{voice}` becomes the voice's name, `{output}` the file to write;
/// a command without `{output}` writes the file to its standard output. The text comes on its standard input, in UTF-8.
public struct SpeechCommand: Hashable, Sendable {
    /// espeak-ng at a pace for loudspeakers out of doors.
    public static let standard = "espeak-ng -b 1 -s 150 -v {voice} -w {output} --stdin"

    let words: [String]
    let writesOutput: Bool

    public init(_ text: String) {
        words = text.split(separator: " ").map(String.init)
        writesOutput = !words.contains { $0.contains("{output}") }
    }

    var program: String { words.first ?? "" }

    func words(voice: String, output: String) -> [String] {
        words.map { Self.replace("{output}", in: Self.replace("{voice}", in: $0, with: voice), with: output) }
    }

    private static func replace(_ mark: String, in word: String, with text: String) -> String {
        var (result, rest) = ("", Substring(word))
        while let first = rest.firstIndex(of: "{") {
            result += rest[..<first]
            rest = rest[first...]
            if rest.hasPrefix(mark) {
                result += text
                rest = rest.dropFirst(mark.count)
            } else {
                result += rest.prefix(1)
                rest = rest.dropFirst()
            }
        }
        return result + rest
    }
}
