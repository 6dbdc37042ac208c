import Foundation

/// Sound made by the tests: interleaved 16-bit frames.
struct Signal: Equatable {
    var rate: Int
    var channels: Int
    var samples: [Int16]

    var frames: Int { samples.count / channels }

    /// A sine in each channel; amplitudes are parts of full scale.
    static func sines(
        _ tones: [(hertz: Double, amplitude: Double)], seconds: Double, rate: Int
    ) -> Signal {
        let frames = Int((seconds * Double(rate)).rounded())
        var samples: [Int16] = []
        samples.reserveCapacity(frames * tones.count)
        for frame in 0..<frames {
            for tone in tones {
                let value = sin(2 * .pi * tone.hertz * Double(frame) / Double(rate)) * tone.amplitude * 32_767
                samples.append(Int16(value.rounded()))
            }
        }
        return Signal(rate: rate, channels: tones.count, samples: samples)
    }

    /// Every frame differs from its neighbours and from the other channel, so that a shift or a swap shows.
    static func staircase(seconds: Double, rate: Int, channels: Int, step: Int = 7, peak: Int = 20_000) -> Signal {
        let frames = Int((seconds * Double(rate)).rounded())
        let samples = (0..<(frames * channels)).map { index in
            Int16((index / channels &* step + index % channels * 1_000) % (2 * peak) - peak)
        }
        return Signal(rate: rate, channels: channels, samples: samples)
    }

    /// One channel of it, as parts of full scale.
    func channel(_ index: Int) -> [Double] {
        stride(from: index, to: samples.count, by: channels).map { Double(samples[$0]) / 32_768 }
    }

    /// A WAV file of it.
    var wave: Data {
        var data = Data("RIFF".utf8)
        func append<Number: FixedWidthInteger>(_ number: Number) {
            withUnsafeBytes(of: number.littleEndian) { data.append(contentsOf: $0) }
        }
        append(UInt32(36 + samples.count * 2))
        data.append(contentsOf: Data("WAVEfmt ".utf8))
        append(UInt32(16))
        append(UInt16(1))
        append(UInt16(channels))
        append(UInt32(rate))
        append(UInt32(rate * channels * 2))
        append(UInt16(channels * 2))
        append(UInt16(16))
        data.append(contentsOf: Data("data".utf8))
        append(UInt32(samples.count * 2))
        samples.withUnsafeBytes { data.append(contentsOf: $0) }
        return data
    }

    /// A plain WAV file with a 44-byte header, as the outputs write.
    init(wave data: Data) throws {
        guard data.count >= 44, data.prefix(4) == Data("RIFF".utf8) else { throw SignalError(text: "not a WAV file") }
        let bytes = [UInt8](data)
        func number(_ offset: Int, _ count: Int) -> Int {
            (0..<count).reduce(0) { $0 | Int(bytes[offset + $1]) << (8 * $1) }
        }
        channels = number(22, 2)
        rate = number(24, 4)
        let length = min(number(40, 4), bytes.count - 44)
        samples = stride(from: 44, to: 44 + length - 1, by: 2).map { Int16(bitPattern: UInt16(number($0, 2))) }
    }

    init(rate: Int, channels: Int, samples: [Int16]) {
        self.rate = rate
        self.channels = channels
        self.samples = samples
    }
}

struct SignalError: Error {
    let text: String
}

func rootMeanSquare(_ values: some Collection<Double>) -> Double {
    guard !values.isEmpty else { return 0 }
    return (values.reduce(0) { $0 + $1 * $1 } / Double(values.count)).squareRoot()
}

extension [Int16] {
    /// The first index of a range at which both differ, a missing sample too; nil where they are the same.
    func differsFirst(from other: [Int16], in range: Range<Int>) -> Int? {
        range.first { index in
            guard indices.contains(index), other.indices.contains(index) else { return true }
            return self[index] != other[index]
        }
    }
}
