/// 16-bit samples as 32-bit ones, for cards that take no others; the memory is taken once.
final class WideSamples {
    private let samples: UnsafeMutableBufferPointer<Int32>

    init(count: Int) {
        samples = .allocate(capacity: count)
        samples.initialize(repeating: 0)
    }

    deinit {
        samples.deallocate()
    }

    var base: UnsafeMutablePointer<Int32>? { samples.baseAddress }

    /// Widens the samples from `start` up to `end` to the front of the memory.
    func fill(from narrow: Span<Int16>, start: Int, end: Int) {
        for index in start..<end { samples[index - start] = Int32(narrow[index]) << 16 }
    }

    subscript(index: Int) -> Int32 { samples[index] }
}
