import AudioCodecs
import Foundation
import Hardware
import Testing

@Suite struct `Hostile media` {
    let scratch: Scratch

    init() throws {
        scratch = try Scratch()
    }

    @Test(arguments: ["wav", "flac", "ogg", "opus", "mp3"])
    func `a file cut in half plays its good part and ends as truncated`(ending: String) throws {
        let arguments = ending == "opus" ? ["-c:a", "libopus"] : []
        let whole = try scratch.encode(
            .sines([(440, 0.5)], seconds: 10, rate: 48_000), as: "whole.\(ending)", arguments)
        let data = try Data(contentsOf: URL(fileURLWithPath: whole))
        let path = try scratch.write(data.prefix(data.count / 2), as: "half.\(ending)")
        let decoded = Decoded.file(path, rate: 48_000, channels: 1)
        #expect(decoded.failure?.code == .truncated, "\(String(describing: decoded.failure))")
        #expect(decoded.frames > 48_000 && decoded.frames < 9 * 48_000, "\(decoded.frames) frames")
    }

    @Test func `what is no sound is refused by name`() throws {
        let cases: [(Data, Set<DecodingFailure.Code>)] = [
            (Data(), [.unsupported, .malformed]),
            (Data("<!DOCTYPE html><p>404</p>".utf8), [.unsupported, .malformed]),
            (Data(repeating: 0, count: 100_000), [.unsupported, .malformed]),
            (Data("RIFF....WAVEfmt ".utf8), [.unsupported, .malformed, .truncated]),
            (Data("OggS".utf8), [.truncated, .malformed, .unsupported]),
        ]
        for (index, (data, codes)) in cases.enumerated() {
            let decoded = Decoded.file(try scratch.write(data, as: "case-\(index)"), rate: 48_000, channels: 2)
            let code = try #require(decoded.failure?.code)
            #expect(codes.contains(code), "case \(index): \(code)")
        }
    }

    @Test func `missing files, directories and pipes are unreadable and never block`() throws {
        let pipe = scratch.file("pipe")
        #expect(mkfifo(pipe, 0o600) == 0)
        for path in [scratch.file("none"), scratch.path, pipe, "/dev/zero", ""] {
            #expect(Decoded.file(path, rate: 48_000, channels: 2).failure?.code == .unreadable)
        }
    }

    @Test func `samples that are no numbers come out finite`() throws {
        let path = try scratch.encode(
            .sines([(440, 0.5)], seconds: 0.1, rate: 48_000), as: "float.wav", ["-c:a", "pcm_f32le"])
        var data = try Data(contentsOf: URL(fileURLWithPath: path))
        let poison: [Float] = [.nan, .infinity, -.infinity, 1e38, .signalingNaN]
        for (index, value) in poison.enumerated() {
            let start = data.count - 4_000 + index * 4
            withUnsafeBytes(of: value.bitPattern.littleEndian) { data.replaceSubrange(start..<(start + 4), with: $0) }
        }
        let decoded = Decoded.file(try scratch.write(data, as: "poison.wav"), rate: 48_000, channels: 1)
        #expect(decoded.frames == 4_800)
        #expect(decoded.samples.allSatisfy { $0.isFinite && abs($0) <= 16 })
    }

    @Test(arguments: ["wav", "flac", "ogg", "opus", "mp3"])
    func `bytes changed at random never trap and never give endless sound`(ending: String) throws {
        let arguments = ending == "opus" ? ["-c:a", "libopus"] : []
        let whole = try scratch.encode(
            .sines([(440, 0.5), (700, 0.3)], seconds: 1, rate: 22_050), as: "fuzz.\(ending)", arguments)
        let data = [UInt8](try Data(contentsOf: URL(fileURLWithPath: whole)))
        var random = Lehmer(state: 2_026)
        for round in 0..<60 {
            var bytes = data
            for _ in 0..<(1 + round % 12) {
                // Half of the changes hit the head, where the fields are.
                let span = random.next(2) == 0 ? min(200, bytes.count) : bytes.count
                bytes[random.next(span)] = UInt8(random.next(256))
            }
            if round % 5 == 0 { bytes.removeLast(random.next(bytes.count)) }
            let path = try scratch.write(Data(bytes), as: "fuzz-\(round).\(ending)")
            let decoded = Decoded.file(path, rate: 16_000, channels: 2)
            #expect(decoded.frames < 16_000 * 120, "round \(round)")
            #expect(decoded.samples.allSatisfy { $0.isFinite })
        }
    }

    @Test func `a two-hour MP3 decodes as a stream in bounded memory`() async {
        await #expect(processExitsWith: .success) {
            let scratch = try Scratch()
            let signal = Signal.sines([(300, 0.3)], seconds: 20, rate: 8_000)
            let piece = try scratch.encode(
                signal, as: "piece.mp3", ["-b:a", "16k", "-write_xing", "0", "-id3v2_version", "0"])
            let data = try Data(contentsOf: URL(fileURLWithPath: piece))
            let path = scratch.file("long.mp3")
            try Data().write(to: URL(fileURLWithPath: path))
            let file = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
            for _ in 0..<360 { try file.write(contentsOf: data) }
            let format = AudioFormat(rate: 8_000, channels: 1, periodFrames: 80, bufferFrames: 320)
            var block = [Float](repeating: 0, count: 1_024)
            var frames = 0
            let before = residentBytes()
            var peak = before
            var audio = try AudioDecoder.files.open(path, for: format)
            let duration = audio.duration ?? 0
            precondition(abs(duration - 7_200) < 120, "announced \(duration) s")
            while true {
                var span = block.mutableSpan
                let count = try audio.read(into: &span)
                if count == 0 { break }
                frames += count
                if frames % 65_536 < 1_024 { peak = max(peak, residentBytes()) }
            }
            precondition(abs(Double(frames) / 8_000 - 7_200) < 60, "\(frames) frames")
            precondition(peak - before < 8 << 20, "memory grew by \(peak - before) bytes")
        }
    }
}

/// A generator of the same numbers in every run.
struct Lehmer {
    var state: UInt64

    mutating func next(_ bound: Int) -> Int {
        state = state &* 48_271 % 2_147_483_647
        return Int(state) % max(1, bound)
    }
}

func residentBytes() -> Int {
    let text = (try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8)) ?? ""
    let fields = text.split(separator: " ")
    return fields.count > 1 ? (Int(fields[1]) ?? 0) * 4_096 : 0
}
