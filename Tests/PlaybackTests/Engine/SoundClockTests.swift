import Hardware
import Testing

@testable import Playback

/// A card and the sound on it, without sound: each period the clock is told where the card stands, and obeyed.
private struct Loop: ~Copyable {
    var clock = SoundClock(format: .standard)
    var drift: Double
    var jitter: Int64 = 0
    /// The card's place is told in ticks of so many ns, as of the end of the last one.
    var tick: Int64 = 1
    var knowsDrift = true
    private var random = Lehmer(state: 7)
    /// Frames put out and mixed, and what the card is off by besides.
    private var written = 0
    private var mixed = 0.0
    private var extra: Int64 = 0

    init(drift: Double, jitter: Int64 = 0, tick: Int64 = 1, knowsDrift: Bool = true) {
        (self.drift, self.jitter, self.tick, self.knowsDrift) = (drift, jitter, tick, knowsDrift)
    }

    /// Seconds of the card's time; gives the jumps and the true error at the end, in ns.
    mutating func run(_ seconds: Double, isHeld: Bool) -> (jumps: [Int], error: Int64) {
        var jumps: [Int] = []
        var error: Int64 = 0
        for _ in 0..<Int(seconds * 100) {
            let jump = clock.note(
                leaves: told(), isSteady: true, isHeld: isHeld,
                drift: knowsDrift ? CardDrift(partsPerBillion: Int64(drift * 1_000), deviation: 1_000) : nil)
            if jump != 0 { jumps.append(jump) }
            error = leaves.since(clock.leaves)
            written += 480
            let before = Int(mixed)
            mixed += 480 * (1 + Double(clock.correction) / 1e9)
            clock.advance(frames: Int(mixed) - before)
        }
        return (jumps, error)
    }

    /// When the next frame really leaves, and what the card says of it.
    private var leaves: MonotonicTime {
        MonotonicTime(nanoseconds: Int64(Double(written) / 48_000 / (1 + drift / 1e6) * 1e9) + extra)
    }

    private mutating func told() -> MonotonicTime {
        let ticked = (leaves.nanoseconds + tick - 1) / tick * tick - leaves.nanoseconds
        return leaves.advanced(byNanoseconds: ticked + (jitter == 0 ? 0 : Int64(random.next(Int(jitter)))))
    }

    /// The card ran dry and begins anew, this much later. The answer is the frames left out.
    mutating func runDry(_ nanoseconds: Int64) -> Int {
        hold(nanoseconds)
        return clock.runDry(leaves: told(), isHeld: true)
    }

    /// The card's sound is this much later from now on.
    mutating func hold(_ nanoseconds: Int64) { extra += nanoseconds }
}

@Suite struct `Sound against the clock` {
    @Test func `what a card is off while nothing planned sounds is no error`() {
        var loop = Loop(drift: 300)
        let (jumps, error) = loop.run(60, isHeld: false)
        #expect(jumps.isEmpty && loop.clock.correction == 0 && loop.clock.error == nil)
        #expect(abs(error) < 200_000, "\(error) ns: the middle lies half a second back")
    }

    @Test func `a small error is borne, so that sound stays bit for bit`() {
        var loop = Loop(drift: 0, jitter: 300_000)
        _ = loop.run(1, isHeld: false)
        loop.hold(150_000)
        _ = loop.run(60, isHeld: true)
        #expect(loop.clock.correction == 0)
        #expect(abs(Double(loop.clock.error ?? 0) - 150_000) < 100_000)
    }

    @Test(arguments: [-100.0, -20, 55, 100, 400]) func `a card that is off is corrected within ten seconds`(
        drift: Double
    ) {
        var loop = Loop(drift: drift)
        _ = loop.run(1, isHeld: false)
        let (early, _) = loop.run(30, isHeld: true)
        #expect(early.isEmpty)
        for _ in 0..<20 {
            let (jumps, error) = loop.run(2, isHeld: true)
            #expect(jumps.isEmpty && abs(error) < 60_000, "\(error) ns")
        }
        #expect(abs(Double(loop.clock.correction) / 1_000 + drift) < 2)
    }

    @Test func `a position that is told up to 4 ms late costs a tenth of that`() {
        var loop = Loop(drift: 100, jitter: 4_000_000)
        _ = loop.run(1, isHeld: false)
        _ = loop.run(30, isHeld: true)
        var worst: Int64 = 0
        for _ in 0..<300 { worst = max(worst, abs(loop.run(0.2, isHeld: true).error + 2_000_000)) }
        #expect(worst < 700_000, "\(worst) ns")
    }

    @Test func `before the drift is known the error stays small all the same`() {
        var loop = Loop(drift: 100, knowsDrift: false)
        _ = loop.run(1, isHeld: false)
        let (_, error) = loop.run(60, isHeld: true)
        #expect(abs(error) < 400_000 && abs(error) > 200_000, "\(error) ns: as much as corrects 100 ppm")
    }

    @Test func `beyond its limit the sound jumps once, forward or back`() {
        for (late, frames) in [(Int64(25_000_000), 1_200), (-25_000_000, -1_200)] {
            var loop = Loop(drift: 0)
            _ = loop.run(1, isHeld: false)
            _ = loop.run(2, isHeld: true)
            loop.hold(late)
            let (jumps, error) = loop.run(5, isHeld: true)
            #expect(jumps == [frames])
            #expect(abs(error) < 20_000)
        }
    }

    @Test func `an error of 15 ms is corrected within the strongest correction and without a jump`() {
        var loop = Loop(drift: 0)
        _ = loop.run(1, isHeld: false)
        _ = loop.run(2, isHeld: true)
        loop.hold(15_000_000)
        let (jumps, error) = loop.run(10, isHeld: true)
        #expect(jumps.isEmpty && loop.clock.correction == 500_000)
        #expect(error > 9_000_000 && error < 11_500_000)
        let (later, end) = loop.run(50, isHeld: true)
        #expect(later.isEmpty && abs(end) < 20_000)
    }

    @Test func `after a dry spell what is missing is left out, and the first good readings settle the rest`() {
        var loop = Loop(drift: 0)
        _ = loop.run(1, isHeld: false)
        _ = loop.run(2, isHeld: true)
        let leftOut = loop.runDry(100_000_000)
        #expect(leftOut == 4_800)
        loop.hold(3_000_000)
        let (jumps, error) = loop.run(1, isHeld: true)
        #expect(jumps == [144])
        #expect(abs(error) < 20_000)
    }

    @Test(arguments: [0, 1_000, 2_500, 3_999], [Int64(4_000_000), 2_700_000, 1_000_000])
    func `a card that runs true and tells its place in ticks is never corrected`(phase: Int64, tick: Int64) {
        var loop = Loop(drift: 0, jitter: 20_000, tick: tick)
        loop.hold(1_000_000_000 + phase * 1_000)
        _ = loop.run(1, isHeld: true)
        for _ in 0..<20 {
            let (jumps, _) = loop.run(3, isHeld: true)
            #expect(jumps.isEmpty && loop.clock.correction == 0)
            let leftOut = loop.runDry(100_123_457)
            #expect(leftOut > 0)
        }
    }

    @Test
    func `a card of which it is not known for sure that it drifts is not corrected for what its readings scatter`() {
        var loop = Loop(drift: 0, jitter: 2_000_000, knowsDrift: false)
        _ = loop.run(1, isHeld: false)
        _ = loop.run(1, isHeld: true)
        loop.hold(500_000)
        _ = loop.run(20, isHeld: true)
        #expect(loop.clock.correction == 0)
        loop.hold(2_000_000)
        _ = loop.run(2, isHeld: true)
        #expect(loop.clock.correction > 0)
    }
}

@Suite struct `The running middle` {
    @Test func `is the mean of the middle half of the last numbers`() {
        var random = Lehmer(state: 5)
        var middle = RunningMiddle(window: 7)
        var all: [Int64] = []
        #expect(middle.mean == nil && middle.spread == 0)
        for _ in 0..<500 {
            let number = Int64(random.next(9)) * 100 - 400
            all.append(number)
            middle.add(number)
            let last = all.suffix(7).sorted()
            let half = last.dropFirst(last.count / 4).dropLast(last.count / 4)
            #expect(abs(middle.mean! - half.reduce(0, +) / Int64(half.count)) <= 1)
            #expect(middle.spread == half.last! - half.first!)
        }
        middle.removeAll()
        #expect(middle.mean == nil && !middle.isFull)
    }

    @Test func `stays where it is between two places that take turns`() {
        var middle = RunningMiddle(window: 101)
        for turn in 0..<500 {
            middle.add(turn % 2 == 0 ? 0 : 2_000_000)
            if middle.isFull { #expect(abs(middle.mean! - 1_000_000) < 20_000) }
        }
    }
}
