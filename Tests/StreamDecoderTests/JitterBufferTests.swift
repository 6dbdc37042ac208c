import Testing

@testable import StreamDecoder

@Suite struct JitterBufferTests {
    private var buffer = JitterBuffer(depth: 0.5, rate: 1_000, channels: 2)
    private let output = UnsafeMutableBufferPointer<Float>.allocate(capacity: 4_000)

    private mutating func add(_ frames: Int, from first: Int = 0) {
        let samples = (0..<(frames * 2)).map { Float(first * 2 + $0) / 100_000 }
        samples.withUnsafeBufferPointer { buffer.add($0) }
    }

    @Test mutating func `holds back its depth, then hands on all that comes, in order`() {
        add(499)
        #expect(buffer.take(into: output, at: 0) == 0)
        add(1, from: 499)
        #expect(buffer.take(into: output, at: 0) == 500)
        #expect(output[999] == Float(999) / 100_000)
        add(10, from: 500)
        #expect(buffer.take(into: output, at: 0.1) == 10)
        #expect(output[0] == Float(1_000) / 100_000)
        output.deallocate()
    }

    @Test mutating func `holds back again when what it handed on is played, and counts the gap`() {
        add(500)
        #expect(buffer.take(into: output, at: 10) == 500)
        #expect(buffer.take(into: output, at: 10.4) == 0)
        add(10)
        #expect(buffer.take(into: output, at: 10.45) == 10)
        #expect(buffer.take(into: output, at: 10.6) == 0)
        add(10)
        #expect(buffer.take(into: output, at: 10.61) == 0)
        #expect(buffer.gaps == 1)
        add(490)
        #expect(buffer.take(into: output, at: 11) == 500)
        output.deallocate()
    }

    @Test func `what is no number is silence, and nothing is louder than a mix can bear`() {
        var wild: [Float] = [.nan, .infinity, -.infinity, 1e30, -1e30, 0.5]
        let sound = wild.withUnsafeMutableBytes { Array(StreamAudio.sound(in: $0)) }
        #expect(sound == [0, 0, 0, 16, -16, 0.5])
        output.deallocate()
    }
}
