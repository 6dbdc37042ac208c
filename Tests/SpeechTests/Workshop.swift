import Foundation
import Glibc
import Speech

/// A folder with a speech engine of the test's own making: a shell script.
final class Workshop: Sendable {
    let path: String
    var speech: String { path + "/speech" }

    init() throws {
        path = NSTemporaryDirectory() + "loa-speech-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// A folder of speech whose engine runs these lines; `$1` is the output, `$2` the voice.
    func engine(_ lines: String, limits: SpeechLimits = SpeechLimits()) throws -> SpeechFolder {
        let script = path + "/engine"
        try Data("#!/bin/sh\n\(lines)\n".utf8).write(to: URL(fileURLWithPath: script))
        guard chmod(script, 0o755) == 0 else { throw CocoaError(.fileWriteNoPermission) }
        return SpeechFolder(
            folder: speech, command: SpeechCommand("\(script) {output} {voice}"), voice: "vi", limits: limits)
    }

    /// Lines that write a good WAV file of half a second of silence to `$1`, and say so in `calls`.
    var writesWave: String {
        """
        cat > '\(path)/text'
        echo "$2" >> '\(path)/calls'
        { printf 'RIFF\\144\\076\\0\\0WAVEfmt \\020\\0\\0\\0\\1\\0\\1\\0\\100\\037\\0\\0\\200\\076\\0\\0\\2\\0\\020\\0data\\100\\076\\0\\0'
          head -c 15936 /dev/zero; } > "$1"
        """
    }

    func read(_ name: String) -> String {
        (try? String(contentsOfFile: "\(path)/\(name)", encoding: .utf8)) ?? ""
    }

    var left: [String] { (try? FileManager.default.contentsOfDirectory(atPath: speech)) ?? [] }
}
