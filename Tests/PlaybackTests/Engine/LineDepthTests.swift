import Foundation
import Testing

@testable import Playback

/// What holds an input's sound a quarter of a second before the sound thread.
@Suite struct `Line depth` {
    /// Two hours of an input whose clock is off, in blocks of up to a period: the depths that were seen, in seconds.
    private func depths(drift: Double, from begin: Double, block: Int = 1_023) -> [Double] {
        var depth = LineDepth(rate: 48_000)
        var (ahead, owed, seen) = (begin * 48_000, 0.0, [Double]())
        for _ in 0..<(7_200 * 48_000 / block) {
            // As long as the input takes for a block, the output plays.
            owed += Double(block) / (1 + drift / 1e6)
            let played = owed.rounded(.down)
            owed -= played
            ahead -= played
            guard ahead > 0 else { return seen + [0] }
            ahead += Double(depth.length(of: block, ahead: Int(ahead)))
            seen.append(ahead / 48_000)
        }
        return seen
    }

    @Test(arguments: [0, 20.0, -20, 100, -100, 900, -900])
    func `it stays where it is to be for hours`(drift: Double) {
        let depths = depths(drift: drift, from: 0.27)
        #expect((depths.min() ?? 0) > 0.15 && (depths.max() ?? 1) < 0.36, "\(depths.min() ?? 0), \(depths.max() ?? 0)")
    }

    @Test func `what is far too deep is brought back, slowly, or at once where it is too much`() {
        let slowly = depths(drift: 0, from: 0.6)
        #expect(slowly.first ?? 0 > 0.55 && (slowly.last ?? 1) < 0.33)
        var depth = LineDepth(rate: 48_000)
        #expect(depth.length(of: 1_023, ahead: 48_001) == 0)
        #expect(depth.length(of: 1_023, ahead: 12_000) == 1_023)
    }

    @Test(arguments: [479, 480, 481])
    func `a block made longer or shorter is the same sound`(wanted: Int) {
        let block = UnsafeMutableBufferPointer<Float>.allocate(capacity: 2 * 481)
        defer { block.deallocate() }
        for frame in 0..<480 {
            block[2 * frame] = Float(sin(Double(frame) / 10))
            block[2 * frame + 1] = Float(cos(Double(frame) / 10))
        }
        LineDepth.stretch(block, 480, to: wanted, channels: 2)
        for frame in 0..<wanted {
            let place = Double(frame) * 479 / Double(wanted - 1)
            #expect(abs(Double(block[2 * frame]) - sin(place / 10)) < 0.002)
            #expect(abs(Double(block[2 * frame + 1]) - cos(place / 10)) < 0.002)
        }
    }
}
