import Hardware
import Testing

@testable import Playback

private func time(_ seconds: Double) -> MonotonicTime {
    MonotonicTime(nanoseconds: 0).advanced(bySeconds: seconds)
}

/// The stretches in which a key is on, looked at each 10 ms from 0 to 100 s; cues by the second at which they come.
private func stretches(_ cues: [(at: Double, cue: AmplifierCue)], maximum: Double = 60) -> [[Double]] {
    var key = AmplifierKey(AmplifierTimes(lead: 0.3, tail: 1, maximum: maximum))
    var cues = cues[...]
    var found: [[Double]] = []
    var wasOn = false
    for step in 0...10_000 {
        let now = time(Double(step) / 100)
        while let next = cues.first, time(next.at) <= now { key.take(cues.removeFirst().cue) }
        let isOn = key.isOn(at: now)
        if isOn, !wasOn { found.append([Double(step) / 100]) }
        if !isOn, wasOn { found[found.count - 1].append(Double(step) / 100) }
        wasOn = isOn
    }
    return found
}

private func sound(_ first: Double, known now: Double) -> (at: Double, cue: AmplifierCue) {
    (now, .sound(first: time(first), now: time(now)))
}

private func silence(_ now: Double) -> (at: Double, cue: AmplifierCue) { (now, .silence(now: time(now))) }

@Suite struct `When the amplifier is on` {
    @Test func `from a lead before the first sound until a tail after the last`() {
        #expect(stretches([sound(10, known: 8), silence(20)]) == [[9.7, 21]])
    }

    @Test func `at once for what sounds as soon as it can`() {
        #expect(stretches([sound(5, known: 5), silence(6)]) == [[5, 7]])
    }

    @Test func `not at all for what is called off before its lead`() {
        #expect(stretches([sound(10, known: 8), silence(9)]).isEmpty)
    }

    @Test func `earlier for what comes before the one it waits for`() {
        #expect(stretches([sound(10, known: 8), sound(9, known: 9), silence(20)]) == [[9, 21]])
    }

    @Test func `through a gap that is shorter than the tail`() {
        #expect(stretches([sound(5, known: 5), silence(10), sound(10.5, known: 10.5), silence(12)]) == [[5, 13]])
    }

    @Test func `anew where a tail is all but over`() {
        let found = stretches([sound(5, known: 5), silence(10), sound(10.99, known: 10.99), silence(12)])
        #expect(found.count == 2)
        #expect(found.last?.last == 13)
    }

    @Test func `never longer than the maximum, until something new begins`() {
        #expect(stretches([sound(5, known: 5), silence(90)], maximum: 60) == [[5, 65]])
        #expect(stretches([sound(5, known: 5), sound(70, known: 69), silence(80)]) == [[5, 65], [69.7, 81]])
    }

    @Test func `no maximum is stretched by what begins at its very end`() {
        let found = stretches([sound(5, known: 5), sound(64.99, known: 64.99), silence(80)])
        #expect(found.count == 2)
        #expect(found.allSatisfy { $0[1] - $0[0] <= 60 })
    }

    @Test func `a cut is over with the sound or with the next`() {
        var key = AmplifierKey(AmplifierTimes(lead: 0, tail: 1, maximum: 60))
        key.take(.sound(first: time(0), now: time(0)))
        #expect(!key.isCut(at: time(59)) && key.isCut(at: time(60)))
        var silent = key
        silent.take(.silence(now: time(70)))
        #expect(!silent.isCut(at: time(70)))
        key.take(.sound(first: time(71), now: time(71)))
        #expect(!key.isCut(at: time(71)) && key.isOn(at: time(71)))
    }

    @Test func `the next change is told for sleeping until it`() {
        var key = AmplifierKey(AmplifierTimes(lead: 0.3, tail: 1, maximum: 60))
        #expect(key.nextChange(after: time(0)) == .distantFuture)
        key.take(.sound(first: time(10), now: time(8)))
        #expect(key.nextChange(after: time(8)) == time(9.7))
        #expect(key.nextChange(after: time(9.7)) == time(69.7))
        key.take(.silence(now: time(20)))
        #expect(key.nextChange(after: time(20)) == time(21))
        #expect(key.nextChange(after: time(21)) == .distantFuture)
    }

    @Test func `sound is heard in full a lead after switching on`() {
        var key = AmplifierKey(AmplifierTimes(lead: 0.3, tail: 1, maximum: 60))
        key.take(.sound(first: time(10), now: time(8)))
        #expect(key.audibleFrom == time(10))
        key.take(.sound(first: time(9), now: time(9)))
        #expect(key.audibleFrom == time(9.3))
    }
}
