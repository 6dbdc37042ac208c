/// 16-bit samples in a card's form; the memory is taken once.
final class FormedSamples {
    private let form: SampleForm
    private let bytes: UnsafeMutableRawBufferPointer

    init(count: Int, form: SampleForm) {
        self.form = form
        bytes = .allocate(byteCount: count * form.bytes, alignment: 8)
        bytes.initializeMemory(as: UInt8.self, repeating: 0)
    }

    deinit {
        bytes.deallocate()
    }

    var base: UnsafeMutableRawPointer? { bytes.baseAddress }

    /// Forms the samples from `start` up to `end` at the front of the memory.
    func fill(from narrow: Span<Int16>, start: Int, end: Int) {
        for index in start..<end {
            let sample = narrow[index]
            let place = (index - start) * form.bytes
            switch form {
            case .bits16: bytes.storeBytes(of: sample.littleEndian, toByteOffset: place, as: Int16.self)
            case .bits32: store(Int32(sample) << 16, at: place)
            case .bits24: store(Int32(sample) << 8, at: place)
            case .bits24Packed:
                bytes[place] = 0
                bytes[place + 1] = UInt8(truncatingIfNeeded: sample)
                bytes[place + 2] = UInt8(truncatingIfNeeded: sample >> 8)
            }
        }
    }

    private func store(_ value: Int32, at place: Int) {
        bytes.storeBytes(of: value.littleEndian, toByteOffset: place, as: Int32.self)
    }

    /// The bytes of a sample, for tests.
    subscript(index: Int) -> [UInt8] {
        Array(bytes[(index * form.bytes)..<((index + 1) * form.bytes)])
    }
}
