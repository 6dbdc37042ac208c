import Foundation
import LoudnessMeter
import StreamDecoder
import TestSupport
import Testing

/// A quiet and a loud station through the real ffmpeg.
@Suite(.timeLimit(.minutes(1)))
struct StreamLoudnessTests {
    private func loudness(_ heard: Heard, from second: Double) throws -> Double {
        var gauge = try LoudnessGauge(rate: 48_000, channels: 2)
        try heard.samples[(Int(second * 48_000) * 2)...].withUnsafeBufferPointer { try gauge.add($0) }
        let loudness = gauge.integrated
        return try #require(loudness)
    }

    @Test(arguments: [(-7.0, 1), (-7, 2), (15, 2)])
    func `a quiet and a loud stream are heard alike, of one channel and of two`(gain: Double, channels: Int) throws {
        let studio = try Studio()
        defer { studio.leave() }
        // ffmpeg's sine is 18 dB below full scale.
        let bytes = try studio.sine("a.wav", seconds: 8, ["-af", "volume=\(gain)dB", "-ac", "\(channels)"])
        let server = try ScriptedServer {
            $0.answer("200 OK", headers: ["Content-Type: audio/wav"], body: bytes)
        }
        let plain = Heard.stream("\(server.url)/live", seconds: 5)
        #expect(abs(try loudness(plain, from: 0) - (gain - 18)) < 3.2)
        let levelled = Heard.stream("\(server.url)/live", seconds: 5, StreamLimits(buffer: 1, loudness: -16))
        #expect(levelled.failure == nil)
        let found = try loudness(levelled, from: 0)
        #expect(abs(found + 16) < 0.5, "\(found)")
    }
}
