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

    @Test func `it takes back all but a period of what is not played, or none`() {
        var card = VirtualCard(format: .standard)
        #expect(card.takeBack(1...480, at: start) == 0)
        #expect(card.admit(frames: 480, at: start) == .start)
        card.queue(frames: 1_440)
        let later = start.advanced(bySeconds: 0.005)
        #expect(card.takeBack(721...1_440, at: later) == 0)
        #expect(card.takeBack(100...200, at: later) == 200)
        #expect(card.takeBack(1...1_440, at: later) == 520)
        #expect(
            card.timing(at: later) == AudioOutputTiming(nextFrame: start.advanced(bySeconds: 0.015), queuedFrames: 480))
        #expect(card.admit(frames: 480, at: later) == .room)
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

    /// Each of -32,768, -1, 0x1234 and 32,767, byte by byte, the lowest first.
    @Test(arguments: [
        (SampleForm.bits16, [[0x00, 0x80], [0xFF, 0xFF], [0x34, 0x12], [0xFF, 0x7F]]),
        (.bits32, [[0, 0, 0x00, 0x80], [0, 0, 0xFF, 0xFF], [0, 0, 0x34, 0x12], [0, 0, 0xFF, 0x7F]]),
        (.bits24, [[0, 0x00, 0x80, 0xFF], [0, 0xFF, 0xFF, 0xFF], [0, 0x34, 0x12, 0], [0, 0xFF, 0x7F, 0]]),
        (.bits24Packed, [[0, 0x00, 0x80], [0, 0xFF, 0xFF], [0, 0x34, 0x12], [0, 0xFF, 0x7F]]),
    ]) func `samples keep their value in each form that cards take`(form: SampleForm, bytes: [[UInt8]]) {
        let samples = FormedSamples(count: 4, form: form)
        let narrow: [Int16] = [9, .min, -1, 0x1234, .max]
        samples.fill(from: narrow.span, start: 1, end: 5)
        #expect((0..<4).map { samples[$0] } == bytes)
    }
}
