/// Random numbers that are the same at each run (xorshift64*).
public struct Dice: RandomNumberGenerator {
    private var state: UInt64

    public init(seed: UInt64) { state = seed &* 0x9e37_79b9_7f4a_7c15 | 1 }

    public mutating func next() -> UInt64 {
        state ^= state >> 12
        state ^= state << 25
        state ^= state >> 27
        return state &* 0x2545_f491_4f6c_dd1d
    }

    /// 0 to `limit` bytes, of all or of some values.
    public mutating func bytes(upTo limit: Int, of values: [UInt8]? = nil) -> [UInt8] {
        let count = Int.random(in: 0...limit, using: &self)
        return (0..<count).map { _ in
            values?.randomElement(using: &self) ?? UInt8(truncatingIfNeeded: next() >> 24)
        }
    }

    /// The bytes with one to four places changed, taken out, doubled, cut or copied from elsewhere.
    public mutating func mutate(_ bytes: [UInt8]) -> [UInt8] {
        var bytes = bytes
        for _ in 0..<Int.random(in: 1...4, using: &self) where !bytes.isEmpty {
            let index = Int.random(in: bytes.indices, using: &self)
            switch next() % 6 {
            case 0: bytes[index] ^= 1 << UInt8(next() % 8)
            case 1: bytes.remove(at: index)
            case 2: bytes.insert(UInt8(truncatingIfNeeded: next() >> 24), at: index)
            case 3: bytes.removeSubrange(index..<min(bytes.count, index + 8))
            case 4: bytes[index] = Array("0123456789-.eE\",:{}[]".utf8).randomElement(using: &self) ?? 0
            default:
                let from = Int.random(in: bytes.indices, using: &self)
                bytes.insert(contentsOf: bytes[from..<min(bytes.count, from + 6)], at: index)
            }
        }
        return bytes
    }
}
