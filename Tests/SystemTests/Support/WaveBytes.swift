import Foundation

/// WAV files made on the spot.
enum WaveBytes {
    static let rate = 8_000

    /// A quiet 440 Hz tone, mono, 16 bits.
    static func tone(seconds: Int) -> [UInt8] {
        let samples = (0..<rate).map { Int16(8_000 * sin(2 * Double.pi * 440 * Double($0) / Double(rate))) }
        let second = samples.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8(truncatingIfNeeded: $0 >> 8)] }
        return header(dataBytes: seconds * rate * 2) + Array([[UInt8]](repeating: second, count: seconds).joined())
    }

    private static func header(dataBytes: Int) -> [UInt8] {
        func little(_ value: Int, _ bytes: Int) -> [UInt8] {
            (0..<bytes).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
        }
        return Array("RIFF".utf8) + little(36 + dataBytes, 4) + Array("WAVEfmt ".utf8) + little(16, 4)
            + little(1, 2) + little(1, 2) + little(rate, 4) + little(rate * 2, 4) + little(2, 2) + little(16, 2)
            + Array("data".utf8) + little(dataBytes, 4)
    }
}
