import Hardware
import Testing

@testable import ALSADriver
@testable import WaveFileOutput

@Suite struct `Virtual card` {
    let start = MonotonicTime(nanoseconds: 5_000_000_000)

    @Test func `it takes a buffer at once and then a period a period`() {
        var card = VirtualCard(format: .standard)
        #expect(card.admit(frames: 480, at: start) == .start)
        card.queue(frames: 480)
        for _ in 1..<3 {
            #expect(card.admit(frames: 480, at: start) == .room)
            card.queue(frames: 480)
        }
        #expect(card.admit(frames: 480, at: start) == .wait(start.advanced(bySeconds: 0.01)))
        #expect(card.timing(at: start).nextFrame == start.advanced(bySeconds: 0.03))
        #expect(card.timing(at: start.advanced(bySeconds: 0.01)).queuedFrames == 960)
    }

    @Test func `a dry spell is counted and the time of it kept`() {
        var card = VirtualCard(format: .standard)
        #expect(card.admit(frames: 480, at: start) == .start)
        card.queue(frames: 480)
        #expect(card.admit(frames: 480, at: start.advanced(bySeconds: 0.11)) == .dry(frames: 4_800))
        #expect(card.underruns == 1)
        card.queue(frames: 480)
        #expect(card.timing(at: start.advanced(bySeconds: 0.11)).queuedFrames == 480)
    }

    @Test func `wide samples keep their value`() {
        let wide = WideSamples(count: 4)
        let narrow: [Int16] = [9, .min, -1, .max]
        wide.fill(from: narrow.span, start: 1, end: 4)
        #expect((0..<3).map { wide[$0] } == [.min, -65_536, 2_147_418_112])
    }
}
