import Foundation
import Hardware
import LoaModel
import Testing

@testable import Playback

/// A sweep through a horn and a room, and what the test says of it.
struct SpeakerTests {
    private static let start = MonotonicTime(nanoseconds: 1_000_000_000)
    private static let sweep: [Float] = {
        let sweep = SpeakerSweep(frames: 32_000, rate: 8_000)
        return (0..<32_000).map { sweep.sample($0) }
    }()

    /// The measurement of a sweep that came back as `heard`.
    private func response(to heard: [Float], openedLate missed: Int = 0) -> SpeakerResponse? {
        var listener = Listener()
        listener.addPlayed(Self.sweep, rate: 8_000, first: Self.start)
        let silence = [Float](repeating: 0, count: 800)
        let opened = Self.start.advanced(bySeconds: Double(missed) / 8_000 - 0.1)
        listener.addCaptured((silence + heard).dropFirst(missed), rate: 8_000, first: opened)
        return listener.response(from: Self.start, to: Self.start.advanced(bySeconds: 4))
    }

    private let good = HornAndRoom(gain: -30, clearance: 20, echo: 0.21)
    private let heard = Hearing(verdict: .heard, score: 0.5, stretches: 1, stretchesHeard: 1)

    /// Takes what lies about a frequency away, twice as a filter of the second order.
    private func notched(_ sound: [Float], hertz: Double) -> [Float] {
        let turn = 2 * cos(2 * .pi * hertz / 8_000)
        let radius = 0.75
        var output = sound
        for _ in 0..<3 {
            let input = output
            var (x1, x2, y1, y2) = (0.0, 0.0, 0.0, 0.0)
            for index in input.indices {
                let x = Double(input[index])
                let y = x - turn * x1 + x2 + radius * turn * y1 - radius * radius * y2
                (x2, x1, y2, y1) = (x1, x, y1, y)
                output[index] = Float(y)
            }
        }
        return output
    }

    @Test("The measurement finds the horn's gain in each band, through noise and echo")
    func gains() throws {
        let measured = try #require(response(to: good.capture(Self.sweep)))
        #expect(measured.bands.count == 7)
        for band in measured.bands {
            #expect(band.isHeard && abs(band.gainDecibels + 30) < 1.5, "\(band)")
        }
    }

    @Test("As at the calibration is good, also with more noise; 15 dB softer is weak")
    func levels() throws {
        let calibration = try #require(response(to: good.capture(Self.sweep)))
        for (gain, clearance, finding) in [
            (-30.0, 20.0, SpeakerResult.Finding.good), (-33, 3, .good), (-45, 20, .weak), (-45, 3, .weak),
        ] {
            let room = HornAndRoom(gain: gain, clearance: clearance, echo: 0.21)
            let now = response(to: room.capture(Self.sweep, seed: 5))
            let result = SpeakerJudge.judge(now, hearing: heard, calibration: calibration)
            #expect(result.finding == finding, "\(gain) dB, \(clearance) dB above the noise: \(result)")
            #expect(abs(try #require(result.changeDecibels) - (gain + 30)) < 2)
        }
    }

    @Test("A band that is missing is named")
    func bandMissing() throws {
        let calibration = try #require(response(to: good.capture(Self.sweep)))
        let torn = notched(good.capture(Self.sweep, seed: 6), hertz: 1_000)
        let result = SpeakerJudge.judge(response(to: torn), hearing: heard, calibration: calibration)
        #expect(result.finding == .bandMissing && result.missingHertz == [1_000], "\(result)")
        #expect(result.changes.contains { if case .raise(.speakerBandMissing, _) = $0 { true } else { false } })
    }

    @Test("A horn that is cut off is silent; a dead microphone, and a storm, say nothing of it")
    func silence() throws {
        let calibration = try #require(response(to: good.capture(Self.sweep)))
        let unheard = Hearing(verdict: .notHeard)
        var dice = Dice(seed: 9)
        func noise(_ level: Float) -> [Float] { (0..<44_000).map { _ in level * Float(dice.next() - 0.5) } }
        // Wherever the noise happens to be highest.
        for turn in 1...8 {
            let cut = SpeakerJudge.judge(response(to: noise(0.002)), hearing: unheard, calibration: calibration)
            #expect(cut.finding == .silent, "turn \(turn): \(cut)")
        }
        let uncalibrated = SpeakerJudge.judge(response(to: noise(0.002)), hearing: unheard, calibration: nil)
        #expect(uncalibrated.finding == .silent)
        let storm = SpeakerJudge.judge(response(to: noise(2)), hearing: unheard, calibration: calibration)
        #expect(storm.finding == .cannotTell && storm.changes.isEmpty)
        let dead = Hearing(verdict: .cannotTell, reason: .microphoneSilent)
        let result = SpeakerJudge.judge(response(to: noise(0)), hearing: dead, calibration: calibration)
        #expect(result.finding == .microphoneSilent)
        #expect(!result.changes.contains(.clear(.speakerNotHeard)))
    }

    @Test("A microphone that opens with the sweep misses nothing that is measured; one that opens later cannot tell")
    func openedLate() throws {
        let calibration = try #require(response(to: good.capture(Self.sweep)))
        let late = response(to: good.capture(Self.sweep, seed: 7), openedLate: 2_400)
        #expect(SpeakerJudge.judge(late, hearing: heard, calibration: calibration).finding == .good)
        let later = response(to: good.capture(Self.sweep, seed: 7), openedLate: 8_000)
        #expect(SpeakerJudge.judge(later, hearing: heard, calibration: calibration).finding == .cannotTell)
    }

    @Test("Without a calibration a sweep that comes back is heard, and no more is said")
    func uncalibrated() {
        let result = SpeakerJudge.judge(response(to: good.capture(Self.sweep)), hearing: heard, calibration: nil)
        #expect(result.finding == .notCalibrated && result.response != nil)
    }

    @Test("A good test ends every fault of the speaker")
    func clears() {
        let result = SpeakerResult(finding: .good)
        #expect(
            Set(result.changes)
                == [
                    .clear(.speakerNotHeard), .clear(.speakerWeak), .clear(.speakerBandMissing),
                    .clear(.microphoneSilent),
                ])
    }
}
