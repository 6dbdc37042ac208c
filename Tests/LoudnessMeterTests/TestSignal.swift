import Foundation
import LoudnessMeter

/// Sound made by its description, as samples of full scale 1.
struct TestSignal {
    let rate: Int
    let channels: Int
    /// Blocks of interleaved samples and how often each comes.
    private var blocks: [(samples: [Float], times: Int)] = []

    init(channels: Int, seconds: Double, rate: Int = 48_000, _ sample: (_ frame: Int, _ channel: Int) -> Double) {
        self.channels = channels
        self.rate = rate
        let frames = Int((seconds * Double(rate)).rounded())
        blocks = [((0..<(frames * channels)).map { Float(sample($0 / channels, $0 % channels)) }, 1)]
    }

    /// A sine of 1 kHz in each channel, at so many dB of full scale, for tenths of a second.
    static func sines(_ levels: [Double], seconds: Double, rate: Int = 48_000) -> TestSignal {
        let amplitudes = levels.map { pow(10, $0 / 20) }
        // A tenth of a second is a whole number of its periods.
        var signal = TestSignal(channels: levels.count, seconds: 0.1, rate: rate) { frame, channel in
            amplitudes[channel] * sin(2 * .pi * 1_000 * Double(frame) / Double(rate))
        }
        signal.blocks[0].times = Int((seconds * 10).rounded())
        return signal
    }

    /// The same sine on both sides, in stretches of a level and so many seconds.
    static func stereo(_ stretches: [(level: Double, seconds: Double)], rate: Int = 48_000) -> TestSignal {
        var signal = TestSignal(channels: 2, seconds: 0, rate: rate) { _, _ in 0 }
        signal.blocks = stretches.flatMap { sines([$0.level, $0.level], seconds: $0.seconds, rate: rate).blocks }
        return signal
    }

    var samples: [Float] { blocks.flatMap { block in (0..<block.times).flatMap { _ in block.samples } } }

    /// Through the gauge.
    func measured() throws -> (integrated: Double?, truePeak: Double?) {
        var gauge = try LoudnessGauge(rate: rate, channels: channels)
        for block in blocks {
            try block.samples.withUnsafeBufferPointer { samples throws in
                for _ in 0..<block.times { try gauge.add(samples) }
            }
        }
        return (gauge.integrated, gauge.truePeak)
    }

    /// A WAV file of 32-bit floats.
    var wave: Data {
        let samples = samples
        var data = Data("RIFF".utf8)
        func append<Number: FixedWidthInteger>(_ number: Number) {
            withUnsafeBytes(of: number.littleEndian) { data.append(contentsOf: $0) }
        }
        append(UInt32(36 + samples.count * 4))
        data.append(contentsOf: Data("WAVEfmt ".utf8))
        append(UInt32(16))
        append(UInt16(3))
        append(UInt16(channels))
        append(UInt32(rate))
        append(UInt32(rate * channels * 4))
        append(UInt16(channels * 4))
        append(UInt16(32))
        data.append(contentsOf: Data("data".utf8))
        append(UInt32(samples.count * 4))
        samples.withUnsafeBytes { data.append(contentsOf: $0) }
        return data
    }
}
