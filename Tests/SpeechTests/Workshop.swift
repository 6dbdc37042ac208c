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

    /// Writes a WAV file of one channel.
    func wave(_ samples: [Int16], rate: UInt32, at path: String) throws {
        func bytes(_ number: some FixedWidthInteger) -> Data { withUnsafeBytes(of: number.littleEndian) { Data($0) } }
        let sound = samples.reduce(into: Data()) { $0 += bytes($1) }
        let head =
            Data("RIFF".utf8) + bytes(UInt32(36 + sound.count)) + Data("WAVEfmt ".utf8) + bytes(UInt32(16))
            + bytes(UInt16(1)) + bytes(UInt16(1)) + bytes(rate) + bytes(rate * 2) + bytes(UInt16(2))
            + bytes(UInt16(16)) + Data("data".utf8) + bytes(UInt32(sound.count))
        try (head + sound).write(to: URL(fileURLWithPath: path))
    }

    /// A program that takes what Piper takes and speaks as Piper does: WAV of 22,050 Hz, one channel, 16 bits, to the
    /// file or its standard output; here a tone of 1 kHz, a tenth of a second for each character but line breaks.
    func piper() throws -> String {
        let program = path + "/piper"
        let text = """
            #!/usr/bin/python3
            import argparse, io, math, os, struct, sys, wave
            options = argparse.ArgumentParser()
            options.add_argument("-m", "--model", required=True)
            options.add_argument("-f", "--output_file")
            options.add_argument("--length_scale", type=float)
            given = options.parse_args()
            if not os.path.exists(given.model):
                sys.exit(f"{given.model} was not found")
            words = sys.stdin.read().replace("\\n", "")
            made = io.BytesIO()
            with wave.open(made, "wb") as sound:
                sound.setnchannels(1)
                sound.setsampwidth(2)
                sound.setframerate(22050)
                sound.writeframes(b"".join(struct.pack("<h", round(3276.8 * math.sin(2 * math.pi * 1000 * n / 22050)))
                                           for n in range(len(words) * 2205)))
            with open(1 if given.output_file in (None, "-") else given.output_file, "wb") as out:
                out.write(made.getvalue())
            """
        try Data((text + "\n").utf8).write(to: URL(fileURLWithPath: program))
        guard chmod(program, 0o755) == 0 else { throw CocoaError(.fileWriteNoPermission) }
        return program
    }

    func read(_ name: String) -> String {
        (try? String(contentsOfFile: "\(path)/\(name)", encoding: .utf8)) ?? ""
    }

    var left: [String] { (try? FileManager.default.contentsOfDirectory(atPath: speech)) ?? [] }
}
