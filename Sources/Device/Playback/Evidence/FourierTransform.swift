/// The discrete Fourier transform of a power of two of complex numbers, in place, radix 2. Its tables are made once;
/// a transform allocates nothing. Used by one thread.
struct FourierTransform: ~Copyable {
    let count: Int
    /// e^(-2 pi i k / count) for the first half of the circle.
    private let cosines: UnsafeMutableBufferPointer<Float>
    private let sines: UnsafeMutableBufferPointer<Float>

    /// - Parameter count: a power of two, at least 2.
    init(count: Int) {
        precondition(count >= 2 && count & (count - 1) == 0, "a transform of \(count), no power of two")
        self.count = count
        cosines = .allocate(capacity: count / 2)
        sines = .allocate(capacity: count / 2)
        for index in 0..<(count / 2) {
            let turns = Double(index) / Double(count)
            cosines.initializeElement(at: index, to: Float(Mathematics.cosine(turns: turns)))
            sines.initializeElement(at: index, to: Float(-Mathematics.sine(turns: turns)))
        }
    }

    deinit {
        cosines.deallocate()
        sines.deallocate()
    }

    /// Transforms `count` numbers in place; backwards without dividing by `count`.
    func run(_ numbers: borrowing ComplexBuffer, backwards: Bool = false) {
        let real = numbers.real
        let imaginary = numbers.imaginary
        reorder(real, imaginary)
        let direction: Float = backwards ? -1 : 1
        var half = 1
        while half < count {
            let stride = count / (2 * half)
            for offset in 0..<half {
                let (turnReal, turnImaginary) = (cosines[offset * stride], direction * sines[offset * stride])
                var low = offset
                while low < count {
                    let high = low + half
                    let (a, b) = (real[high], imaginary[high])
                    let movedReal = a * turnReal - b * turnImaginary
                    let movedImaginary = a * turnImaginary + b * turnReal
                    (real[high], imaginary[high]) = (real[low] - movedReal, imaginary[low] - movedImaginary)
                    real[low] += movedReal
                    imaginary[low] += movedImaginary
                    low += 2 * half
                }
            }
            half *= 2
        }
    }

    /// Puts each number where its index reads backwards, bit by bit.
    private func reorder(_ real: UnsafeMutableBufferPointer<Float>, _ imaginary: UnsafeMutableBufferPointer<Float>) {
        var mirrored = 0
        for index in 1..<count {
            var bit = count >> 1
            while mirrored & bit != 0 {
                mirrored ^= bit
                bit >>= 1
            }
            mirrored |= bit
            if index < mirrored {
                real.swapAt(index, mirrored)
                imaginary.swapAt(index, mirrored)
            }
        }
    }
}

/// Complex numbers, real and imaginary parts apart.
struct ComplexBuffer: ~Copyable {
    let real: UnsafeMutableBufferPointer<Float>
    let imaginary: UnsafeMutableBufferPointer<Float>

    init(count: Int) {
        real = .allocate(capacity: count)
        imaginary = .allocate(capacity: count)
        clear()
    }

    deinit {
        real.deallocate()
        imaginary.deallocate()
    }

    func clear() {
        real.initialize(repeating: 0)
        imaginary.initialize(repeating: 0)
    }
}
