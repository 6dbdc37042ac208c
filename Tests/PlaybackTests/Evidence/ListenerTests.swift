import Hardware
import LoaModel
import Testing

@testable import Playback

struct ListenerTests {
    static let programme = HornAndRoom.programme(seconds: 8, seed: 1)

    struct Case: CustomTestStringConvertible {
        var testDescription: String
        var room: HornAndRoom
    }

    static let heard = [
        Case(testDescription: "near and quiet", room: HornAndRoom()),
        Case(testDescription: "as loud as the noise", room: HornAndRoom(clearance: 0)),
        Case(testDescription: "6 dB below the noise", room: HornAndRoom(clearance: -6)),
        Case(testDescription: "60 dB softer than played", room: HornAndRoom(gain: -60, clearance: 10)),
        Case(testDescription: "300 m away", room: HornAndRoom(delay: 0.9, clearance: 10)),
        Case(testDescription: "with an echo", room: HornAndRoom(clearance: 10, echo: 0.23)),
        Case(testDescription: "clipped by the microphone", room: HornAndRoom(clearance: 10, clip: 0.5)),
        Case(testDescription: "a microphone 200 ppm fast", room: HornAndRoom(clearance: 10, drift: 200e-6)),
    ]

    @Test("What was played is heard, and when", arguments: heard)
    func hears(_ way: Case) throws {
        let hearing = way.room.hearing(of: Self.programme, way.room.capture(Self.programme)).hearing
        #expect(hearing.verdict == .heard)
        #expect(hearing.stretches == 3 && hearing.stretchesHeard == 3)
        #expect(abs(try #require(hearing.delayMilliseconds) - way.room.delay * 1_000) < 2)
    }

    @Test("Noise alone, and another programme, are not what was played", arguments: 1...8)
    func wrongProgramme(_ seed: Int) {
        let room = HornAndRoom(clearance: 10)
        let other = HornAndRoom.programme(seconds: 8, seed: UInt64(seed) &+ 100)
        let hearing = room.hearing(of: Self.programme, room.capture(other, seed: UInt64(seed))).hearing
        #expect(hearing.verdict == .notHeard)
        #expect(hearing.reason == nil && hearing.stretches == 3 && hearing.stretchesHeard == 0)
    }

    @Test("A dead microphone can tell nothing: silence, one constant value, its last bit")
    func deadMicrophone() {
        let room = HornAndRoom()
        let length = room.capture(Self.programme).count
        var dice = Dice(seed: 3)
        let bits = (0..<length).map { _ in dice.next() < 0.5 ? Float(0) : 1 / 32_768 }
        for captured in [[Float](repeating: 0, count: length), [Float](repeating: 0.2, count: length), bits] {
            let hearing = room.hearing(of: Self.programme, captured).hearing
            #expect(hearing.verdict == .cannotTell && hearing.reason == .microphoneSilent)
        }
    }

    @Test("Of a clipped microphone that gives another sound nothing can be said")
    func clippedNoise() {
        let room = HornAndRoom(clearance: 10, clip: 0.3)
        let other = HornAndRoom.programme(seconds: 8, seed: 77)
        let hearing = room.hearing(of: Self.programme, room.capture(other)).hearing
        #expect(hearing.verdict == .cannotTell && hearing.reason == .clipped)
    }

    @Test("The attention tone is heard; a tone that never changes proves nothing")
    func tones() {
        let room = HornAndRoom(clearance: 20)
        let attention = (0..<40_000).map { AttentionTone(rate: 8_000).sample($0) }
        #expect(room.hearing(of: attention, room.capture(attention)).hearing.verdict == .heard)
        let hum = (0..<40_000).map { Float(0.3 * Mathematics.sine(turns: Double($0) / 8)) }
        let hearing = room.hearing(of: hum, room.capture(hum)).hearing
        #expect(hearing.verdict == .cannotTell && hearing.reason == .indistinct)
    }

    @Test("What is played too softly to be heard is not looked for")
    func soft() {
        let room = HornAndRoom(clearance: 10)
        let soft = Self.programme.map { $0 * 0.001 }
        #expect(room.hearing(of: soft, room.capture(Self.programme)).hearing.reason == .indistinct)
    }

    @Test("A horn that is cut off in the middle is not called heard for the rest of it")
    func cutOff() {
        let room = HornAndRoom(clearance: 20)
        let long = HornAndRoom.programme(seconds: 24, seed: 5)
        var captured = room.capture(long)
        let silent = room.capture(HornAndRoom.programme(seconds: 24, seed: 6))
        captured.replaceSubrange(40_000..., with: silent[40_000...])
        let hearing = room.hearing(of: long, captured).hearing
        #expect(hearing.verdict == .cannotTell && hearing.reason == .mixed)
        #expect((1...3).contains(hearing.stretchesHeard) && hearing.stretches >= 9)
    }

    @Test("What the output gave back is forgotten, and what is played in its place is heard when it should be")
    func takenBack() {
        var track = SoundTrack()
        let start = MonotonicTime(nanoseconds: 5_000_000_000)
        track.add([Float](repeating: 0.5, count: 48_000), rate: 48_000, first: start)
        let (end, last) = (track.end, track.instant(of: track.end))
        track.takeBack(4_800, rate: 48_000)
        #expect(track.end == end - 800 && track.instant(of: track.end) == last?.advanced(bySeconds: -0.1))
        track.add([Float](repeating: 0.25, count: 48_000), rate: 48_000, first: start.advanced(bySeconds: 0.9))
        #expect(track.begin == 0 && abs(track.end - 15_200) <= 8)
        let step = track.index(at: start.advanced(bySeconds: 0.9)) ?? 0
        #expect(track.copy((step - 100)..<(step - 20)).allSatisfy { abs($0 - 0.5) < 0.05 })
        #expect(track.copy((step + 20)..<(step + 100)).allSatisfy { abs($0 - 0.25) < 0.05 })
    }

    @Test("Output and microphone need not run at the same rate")
    func rates() {
        let played = HornAndRoom.programme(seconds: 6, rate: 44_100, seed: 8)
        var listener = Listener()
        var tally = HearingTally()
        let room = HornAndRoom(rate: 44_100, clearance: 10)
        let at44 = room.capture(played)
        // The same sound at 16 kHz, between the samples by a straight line.
        let captured = (0..<(at44.count * 16 / 45)).map { index in
            let place = Double(index) * 44.1 / 16
            let part = Float(place - place.rounded(.down))
            return at44[Int(place)] * (1 - part) + at44[Int(place) + 1] * part
        }
        for block in 0..<140 {
            let instant = MonotonicTime(nanoseconds: Int64(block) * 50_000_000)
            let (from, to) = (block * 2_205, min(played.count, block * 2_205 + 2_205))
            if from < to { listener.addPlayed(played[from..<to], rate: 44_100, first: instant) }
            let heard = captured[min(captured.count, block * 800)..<min(captured.count, block * 800 + 800)]
            listener.addCaptured(heard, rate: 16_000, first: instant)
            while let judged = listener.judge() { tally.add(judged.stretch, captured: judged.captured) }
        }
        #expect(tally.hearing.verdict == .heard && tally.hearing.stretchesHeard == 2)
    }
}
