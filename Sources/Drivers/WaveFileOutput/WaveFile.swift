import Glibc
import Hardware

/// A WAV file open for writing, whose header is right after each write.
final class WaveFile {
    static let headerBytes = 44

    let format: AudioFormat
    private let descriptor: Int32
    private var frames = 0

    init(owning descriptor: Int32, format: AudioFormat) {
        self.descriptor = descriptor
        self.format = format
        _ = writeHeader()
    }

    deinit {
        close(descriptor)
    }

    /// Writes at a frame; a gap before it reads as silence. Sound first, then the header, which so never promises
    /// what is not there. The system's error number, 0 for success.
    func write(_ samples: Span<Int16>, atFrame frame: Int) -> Int32 {
        let start = Self.headerBytes + frame * format.channels * 2
        let number = samples.withUnsafeBytes { writeAll($0, at: start) }
        guard number == 0 else { return number }
        frames = max(frames, frame + samples.count / format.channels)
        return writeHeader()
    }

    /// Forgets everything from a frame on.
    func cut(toFrames count: Int) {
        guard count < frames else { return }
        frames = count
        _ = writeHeader()
        ftruncate(descriptor, off_t(Self.headerBytes + count * format.channels * 2))
    }

    private func writeAll(_ bytes: UnsafeRawBufferPointer, at start: Int) -> Int32 {
        var done = 0
        while done < bytes.count, let base = bytes.baseAddress {
            let count = pwrite(descriptor, base + done, bytes.count - done, off_t(start + done))
            if count < 0 {
                if errno == EINTR { continue }
                return errno
            }
            done += count
        }
        return 0
    }

    /// RIFF/WAVE, PCM of 16 bits; all numbers little-endian.
    private func writeHeader() -> Int32 {
        let frameBytes = format.channels * 2
        let soundBytes = frames * frameBytes
        return withUnsafeTemporaryAllocation(byteCount: Self.headerBytes, alignment: 8) { header in
            func put(_ text: StaticString, at offset: Int) {
                for index in 0..<text.utf8CodeUnitCount { header[offset + index] = text.utf8Start[index] }
            }
            func put32(_ number: Int, at offset: Int) {
                let bytes = UInt32(truncatingIfNeeded: number).littleEndian
                header.storeBytes(of: bytes, toByteOffset: offset, as: UInt32.self)
            }
            func put16(_ number: Int, at offset: Int) {
                let bytes = UInt16(truncatingIfNeeded: number).littleEndian
                header.storeBytes(of: bytes, toByteOffset: offset, as: UInt16.self)
            }
            put("RIFF", at: 0)
            put32(Self.headerBytes - 8 + soundBytes, at: 4)
            put("WAVEfmt ", at: 8)
            put32(16, at: 16)
            put16(1, at: 20)
            put16(format.channels, at: 22)
            put32(format.rate, at: 24)
            put32(format.rate * frameBytes, at: 28)
            put16(frameBytes, at: 32)
            put16(16, at: 34)
            put("data", at: 36)
            put32(soundBytes, at: 40)
            return writeAll(UnsafeRawBufferPointer(header), at: 0)
        }
    }
}
