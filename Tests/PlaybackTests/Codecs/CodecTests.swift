import AudioCodecs
import Foundation
import Hardware
import Testing

/// One way to store sound, and how true it must come back.
struct Codec: CustomTestStringConvertible, Sendable {
    let ending: String
    let arguments: [String]
    let rates: [Int]
    /// Frames more or less that the container may add, in seconds.
    let slack: Double
    let levelError: Double

    var testDescription: String { ending }

    static let all = [
        Codec(ending: "wav", arguments: [], rates: [8_000, 22_050, 44_100, 48_000], slack: 0.001, levelError: 0.01),
        Codec(ending: "flac", arguments: [], rates: [8_000, 16_000, 44_100, 48_000], slack: 0.001, levelError: 0.01),
        Codec(
            ending: "ogg", arguments: ["-c:a", "libvorbis", "-q:a", "5"], rates: [8_000, 22_050, 44_100, 48_000],
            slack: 0.001, levelError: 0.05),
        Codec(
            ending: "opus", arguments: ["-c:a", "libopus", "-b:a", "64k"], rates: [8_000, 16_000, 48_000], slack: 0.02,
            levelError: 0.06),
        Codec(
            ending: "mp3", arguments: ["-c:a", "libmp3lame", "-q:a", "3"],
            rates: [8_000, 22_050, 32_000, 44_100, 48_000], slack: 0.05, levelError: 0.08),
    ]
}

@Suite struct `Codecs` {
    let scratch: Scratch

    init() throws {
        scratch = try Scratch()
    }

    @Test(arguments: Codec.all)
    func `each codec keeps length, level and sides at every rate`(codec: Codec) throws {
        for rate in codec.rates {
            let signal = Signal.sines([(440, 0.5), (1_000, 0.25)], seconds: 1.5, rate: rate)
            let path = try scratch.encode(signal, as: "stereo-\(rate).\(codec.ending)", codec.arguments)
            let decoded = Decoded.file(path, rate: 48_000, channels: 2)
            #expect(decoded.failure == nil, "\(codec.ending) at \(rate)")
            #expect(abs(Double(decoded.frames) / 48_000 - 1.5) <= codec.slack, "\(decoded.frames) frames at \(rate)")
            let middle = 12_000..<60_000
            try #require(decoded.frames > middle.upperBound)
            let left = rootMeanSquare(decoded.channel(0)[middle])
            let right = rootMeanSquare(decoded.channel(1)[middle])
            #expect(abs(left / (0.5 / 2.0.squareRoot()) - 1) < codec.levelError, "left \(left) at \(rate)")
            #expect(abs(right / (0.25 / 2.0.squareRoot()) - 1) < codec.levelError, "right \(right) at \(rate)")
        }
    }

    @Test(arguments: Codec.all)
    func `mono comes out of both sides alike`(codec: Codec) throws {
        for rate in codec.rates {
            let signal = Signal.sines([(500, 0.5)], seconds: 1, rate: rate)
            let path = try scratch.encode(signal, as: "mono-\(rate).\(codec.ending)", codec.arguments)
            let decoded = Decoded.file(path, rate: 44_100, channels: 2)
            #expect(decoded.failure == nil)
            #expect(abs(Double(decoded.frames) / 44_100 - 1) <= codec.slack)
            #expect(decoded.channel(0) == decoded.channel(1))
            let level = rootMeanSquare(decoded.channel(0)[10_000..<35_000])
            #expect(abs(level / (0.5 / 2.0.squareRoot()) - 1) < codec.levelError, "\(level) at \(rate)")
        }
    }

    @Test(arguments: ["wav", "flac"])
    func `lossless files at the output's rate are bit exact`(ending: String) throws {
        let signal = Signal.staircase(seconds: 0.5, rate: 48_000, channels: 2)
        let path = try scratch.encode(signal, as: "exact.\(ending)")
        let decoded = Decoded.file(path, rate: 48_000, channels: 2)
        #expect(decoded.samples.map { Int16($0 * 32_768) } == signal.samples)
    }

    @Test(arguments: Codec.all)
    func `a seek lands where it was asked to`(codec: Codec) throws {
        // The first second is silent, the second sounds: a seek to 0.9 s gives 0.1 s of silence.
        var signal = Signal.sines([(600, 0.5)], seconds: 2, rate: 48_000)
        for index in 0..<48_000 { signal.samples[index] = 0 }
        let path = try scratch.encode(signal, as: "seek.\(codec.ending)", codec.arguments)
        let decoded = Decoded.file(path, rate: 48_000, channels: 1, from: 0.9)
        #expect(decoded.failure == nil)
        let first = try #require(decoded.samples.firstIndex { abs($0) > 0.1 })
        #expect(abs(first - 4_800) < 300, "sound after \(first) frames")
        #expect(abs(Double(decoded.frames) / 48_000 - 1.1) <= codec.slack + 0.01)
    }

    @Test func `a seek past the end is the end`() throws {
        let path = try scratch.encode(.sines([(600, 0.5)], seconds: 1, rate: 48_000), as: "short.flac")
        let decoded = Decoded.file(path, rate: 48_000, channels: 1, from: 1e9)
        #expect(decoded.frames == 0)
        #expect(decoded.failure == nil)
    }

    @Test func `stereo to mono is the mean of both sides`() throws {
        let signal = Signal(
            rate: 48_000, channels: 2, samples: (0..<9_600).map { $0 % 2 == 0 ? 30_000 : -10_000 })
        let path = try scratch.write(signal.wave, as: "mean.wav")
        let decoded = Decoded.file(path, rate: 48_000, channels: 1)
        #expect(decoded.samples.allSatisfy { abs($0 - 10_000 / 32_768) < 1e-6 })
    }

    @Test(arguments: [(3, 2), (4, 2), (6, 1), (6, 2), (8, 2), (2, 4), (1, 8), (6, 4)])
    func `full scale in every channel never clips in any mix`(from: Int, to: Int) throws {
        let signal = Signal(rate: 48_000, channels: from, samples: [Int16](repeating: 32_767, count: 4_800 * from))
        let path = try scratch.write(signal.wave, as: "full-\(from)-\(to).wav")
        let decoded = Decoded.file(path, rate: 48_000, channels: to)
        #expect(decoded.frames == 4_800)
        #expect(decoded.samples.allSatisfy { $0 <= 1 && $0 > 0.5 })
    }

    @Test func `centre and sides of 5·1 go where they belong`() throws {
        // FL FR FC LFE BL BR, only the left ones sounding.
        let frame: [Int16] = [10_000, 0, 0, 20_000, 10_000, 0]
        let signal = Signal(rate: 48_000, channels: 6, samples: (0..<100).flatMap { _ in frame })
        let decoded = Decoded.file(try scratch.write(signal.wave, as: "left.wav"), rate: 48_000, channels: 2)
        #expect(decoded.channel(0).allSatisfy { $0 > 0.2 })
        #expect(decoded.channel(1).allSatisfy { $0 == 0 })
    }
}
