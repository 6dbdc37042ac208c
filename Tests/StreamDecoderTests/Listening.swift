import Foundation
import Hardware
import StreamDecoder

/// What a stream gave.
struct Heard {
    var samples: [Float] = []
    var failure: DecodingFailure?

    static let format = AudioFormat(rate: 48_000, channels: 2, periodFrames: 480, bufferFrames: 1_920)

    var frames: Int { samples.count / 2 }

    /// Power at a frequency and power of all, of the middle of it.
    func share(of hertz: Double) -> Double {
        let part = samples[(samples.count / 4)..<(samples.count * 3 / 4)]
        let left = stride(from: part.startIndex, to: part.endIndex - 1, by: 2).map { Double(part[$0]) }
        var (real, imaginary, all) = (0.0, 0.0, 0.0)
        for (index, value) in left.enumerated() {
            let angle = 2 * Double.pi * hertz * Double(index) / 48_000
            real += value * cos(angle)
            imaginary += value * sin(angle)
            all += value * value
        }
        return all > 0 ? 2 * (real * real + imaginary * imaginary) / Double(left.count) / all : 0
    }

    /// The daemon's own program, which it starts for streams over http: `LOA_BIN` names its folder.
    private static let program =
        (ProcessInfo.processInfo.environment["LOA_BIN"] ?? ".build/debug") + "/loa-device"

    /// Reads a stream until so many seconds of it, or its failure.
    static func stream(_ address: String, seconds: Double, _ limits: StreamLimits = StreamLimits(buffer: 0.3)) -> Heard
    {
        var heard = Heard()
        var limits = limits
        if limits.program == "ffmpeg" { limits.first = [program, "decode-stream"] }
        var block = [Float](repeating: 0, count: 2_048)
        do {
            var audio = try AudioDecoder.streams(limits).open(address, for: format)
            while Double(heard.frames) < seconds * 48_000 {
                var span = block.mutableSpan
                let frames = try audio.read(into: &span)
                if frames == 0, !audio.isWaiting { break }
                heard.samples.append(contentsOf: block[0..<(frames * 2)])
            }
        } catch {
            heard.failure = error
        }
        return heard
    }
}

/// Media made by ffmpeg, and programs in its place.
struct Studio {
    let folder: String

    init() throws {
        folder = NSTemporaryDirectory() + "loa-streams-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    }

    func leave() { try? FileManager.default.removeItem(atPath: folder) }

    /// A sine of 1 kHz in a format; the arguments stand before the output's name.
    func sine(_ name: String, seconds: Double, _ arguments: [String]) throws -> [UInt8] {
        try ffmpeg(
            ["-f", "lavfi", "-i", "sine=1000:sample_rate=48000:duration=\(seconds)"] + arguments + ["\(folder)/\(name)"]
        )
        return try bytes(name)
    }

    func bytes(_ name: String) throws -> [UInt8] {
        [UInt8](try Data(contentsOf: URL(fileURLWithPath: "\(folder)/\(name)")))
    }

    func ffmpeg(_ arguments: [String], waits: Bool = true) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/ffmpeg")
        process.arguments = ["-v", "error", "-y", "-nostdin"] + arguments
        try process.run()
        if waits { process.waitUntilExit() }
    }

    /// A program that stands in for ffmpeg.
    func program(_ lines: String) throws -> String {
        let path = folder + "/program"
        try Data("#!/bin/sh\n\(lines)\n".utf8).write(to: URL(fileURLWithPath: path))
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
        return path
    }
}
