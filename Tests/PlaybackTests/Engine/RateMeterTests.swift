import Hardware
import Testing

@testable import Playback

@Suite struct `The card's rate` {
    /// Periods of 10 ms of a card that is `drift` ppm fast and whose position is told up to `jitter` ns late.
    private func run(
        _ meter: inout RateMeter, seconds: Double, drift: Double, jitter: Int64 = 0, from start: Double = 0
    ) {
        var random = Lehmer(state: 3)
        for period in 0..<Int(seconds * 100) {
            let real = start + Double(period) / 100 / (1 + drift / 1e6)
            let late = jitter == 0 ? 0 : Int64(random.next(Int(jitter)))
            meter.note(
                frame: period * 480, leaves: MonotonicTime(nanoseconds: Int64(real * 1e9) + late), rate: 48_000,
                period: 480)
        }
    }

    private func parts(_ meter: RateMeter) -> Double {
        meter.drift.map { Double($0.partsPerBillion) / 1_000 } ?? .nan
    }

    @Test(arguments: [-1_000.0, -55, 0, 55, 1_000]) func `comes out of the instants at which frames leave`(
        drift: Double
    ) {
        var meter = RateMeter()
        run(&meter, seconds: 11, drift: drift)
        #expect(abs(parts(meter) - drift) < 0.01 + abs(drift) / 900)
    }

    @Test
    func `a position that is told 4 ms late at random costs some ppm after ten seconds and none after five minutes`() {
        var short = RateMeter()
        run(&short, seconds: 11, drift: 100, jitter: 4_000_000)
        #expect(abs(parts(short) - 100) < 40)
        var long = RateMeter()
        run(&long, seconds: 300, drift: 100, jitter: 4_000_000)
        #expect(abs(parts(long) - 100) < 0.5)
    }

    @Test func `is not told before ten seconds have been measured`() {
        var meter = RateMeter()
        run(&meter, seconds: 9.5, drift: 100)
        #expect(meter.drift == nil)
    }

    @Test func `a jump between two stretches counts for nothing`() {
        var meter = RateMeter()
        run(&meter, seconds: 60, drift: 50)
        meter.breakOff()
        run(&meter, seconds: 60, drift: 50, from: 3_600.4)
        #expect(abs(parts(meter) - 50) < 0.1)
    }

    @Test func `a card that has changed is believed after a while`() {
        var meter = RateMeter()
        run(&meter, seconds: 1_200, drift: 50)
        meter.breakOff()
        run(&meter, seconds: 7_200, drift: 80, from: 9_000)
        #expect(abs(parts(meter) - 80) < 1)
    }
}
