import Testing

@testable import Playback

struct RateReducerTests {
    private func reduced(hertz: Double, rate: Int, blocks: Int = 4_800) -> [Float] {
        var reducer = RateReducer(rate: rate)
        var output: [Float] = []
        let sound = (0..<rate).map { Float(Mathematics.sine(turns: hertz * Double($0) / Double(rate))) }
        for first in stride(from: 0, to: rate, by: blocks) {
            reducer.reduce(sound[first..<min(rate, first + blocks)], into: &output)
        }
        return output
    }

    @Test("What a horn gives passes whole; what would fold back does not", arguments: [8_000, 16_000, 44_100, 48_000])
    func band(_ rate: Int) {
        for hertz in [300.0, 1_000, 3_000] {
            let passed = Listener.level(of: Array(reduced(hertz: hertz, rate: rate).dropFirst(200)))
            #expect(abs(passed + 3) < 0.5, "\(hertz) Hz at \(rate)")
        }
        guard rate > 12_000 else { return }
        let folded = Listener.level(of: Array(reduced(hertz: 5_500, rate: rate).dropFirst(200)))
        #expect(folded < -40)
    }

    @Test("Sound in pieces comes out as sound at once, a second of it as 8,000 samples")
    func pieces() {
        let whole = reduced(hertz: 700, rate: 44_100, blocks: 44_100)
        #expect(reduced(hertz: 700, rate: 44_100, blocks: 97) == whole)
        #expect(abs(whole.count - 8_000) < 20)
    }
}
