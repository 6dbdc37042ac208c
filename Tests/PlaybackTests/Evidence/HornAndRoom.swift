import Foundation
import Hardware

@testable import Playback

/// Sound made by seeded dice, and the way from a horn to a microphone.
struct HornAndRoom {
    var rate = 8_000
    /// Seconds from the horn to the microphone.
    var delay = 0.02
    /// Decibels from the horn to the microphone.
    var gain = -20.0
    /// Level of the programme above that of the room's noise at the microphone, dB; nil: no noise at all.
    var clearance: Double?
    /// An echo, as loud as 6 dB below the direct sound, so many seconds after it.
    var echo: Double?
    /// The microphone takes no more than this part of the programme's root mean square.
    var clip: Double?
    /// How much faster the microphone's clock is.
    var drift = 0.0

    /// Noise with the spectrum and the syllables of speech.
    static func programme(seconds: Double, rate: Int = 8_000, seed: UInt64) -> [Float] {
        var dice = Dice(seed: seed)
        var (low, loud, change): (Float, Float, Int) = (0, 0, 0)
        return (0..<Int(seconds * Double(rate))).map { index in
            if index == change {
                loud = dice.next() < 0.2 ? 0 : Float(0.2 + dice.next())
                change = index + rate / 20 + Int(dice.next() * Double(rate) / 6)
            }
            low = 0.9 * low + 0.3 * Float(dice.next() - 0.5)
            return low * loud
        }
    }

    /// What the microphone captures of a programme, 1.5 s longer than it.
    func capture(_ programme: [Float], seed: UInt64 = 99) -> [Float] {
        var dice = Dice(seed: seed)
        let factor = Float(pow(10, gain / 20))
        let level = Float(rootMeanSquare(programme.map(Double.init)))
        let noise = clearance.map { level * factor * Float(pow(10, -$0 / 20) * 12.0.squareRoot()) } ?? 0
        func sound(_ seconds: Double) -> Float {
            let place = seconds * Double(rate)
            guard place >= 0, Int(place) + 1 < programme.count else { return 0 }
            let part = Float(place - place.rounded(.down))
            return programme[Int(place)] * (1 - part) + programme[Int(place) + 1] * part
        }
        return (0..<(programme.count + rate * 3 / 2)).map { index in
            let now = Double(index) / Double(rate) / (1 + drift)
            var heard = sound(now - delay)
            if let echo { heard += 0.5 * sound(now - delay - echo) }
            var captured = heard * factor + noise * Float(dice.next() - 0.5)
            if let clip { captured = max(-1, min(1, captured / (level * factor * Float(clip)))) }
            return captured
        }
    }

    /// What is said after listening to `captured` while `played` was played.
    func hearing(of played: [Float], _ captured: [Float]) -> HearingTally {
        var listener = Listener()
        var tally = HearingTally()
        let start = MonotonicTime(nanoseconds: 5_000_000_000)
        let block = rate / 20
        for first in stride(from: 0, to: captured.count, by: block) {
            let instant = start.advanced(bySeconds: Double(first) / Double(rate))
            if first < played.count {
                listener.addPlayed(played[first..<min(played.count, first + block)], rate: rate, first: instant)
            }
            listener.addCaptured(captured[first..<min(captured.count, first + block)], rate: rate, first: instant)
            while let judged = listener.judge() { tally.add(judged.stretch, captured: judged.captured) }
        }
        return tally
    }
}

/// Uniform numbers from 0 to 1, the same for the same seed.
struct Dice {
    private var state: UInt64

    init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 | 1 }

    mutating func next() -> Double {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return Double(state >> 11) / Double(1 << 53)
    }
}
