/// Media of one of two kinds, each with a decoder of its own.
public struct EitherAudio<First: DecodedAudio & ~Copyable, Second: DecodedAudio & ~Copyable>: ~Copyable, DecodedAudio {
    // One of them is there.
    private var first: First?
    private var second: Second?

    init(_ first: consuming First) {
        self.first = consume first
        second = nil
    }

    init(second: consuming Second) {
        first = nil
        self.second = consume second
    }

    public var duration: Double? {
        switch first {
        case .some(let audio): return audio.duration
        case nil: break
        }
        switch second {
        case .some(let audio): return audio.duration
        case nil: return nil
        }
    }

    public var isWaiting: Bool {
        switch first {
        case .some(let audio): return audio.isWaiting
        case nil: break
        }
        switch second {
        case .some(let audio): return audio.isWaiting
        case nil: return false
        }
    }

    public mutating func read(into samples: inout MutableSpan<Float>) throws(DecodingFailure) -> Int {
        if let count = try first?.read(into: &samples) { return count }
        return try second?.read(into: &samples) ?? 0
    }

    public mutating func seek(toSeconds position: Double) throws(DecodingFailure) {
        try first?.seek(toSeconds: position)
        try second?.seek(toSeconds: position)
    }
}

extension AudioDecoder where Audio: ~Copyable {
    /// Decodes by another decoder what `isOther` says of its locator.
    public func or<Other: DecodedAudio & ~Copyable>(
        _ other: AudioDecoder<Other>, where isOther: @escaping @Sendable (_ locator: String) -> Bool
    ) -> AudioDecoder<EitherAudio<Audio, Other>> {
        AudioDecoder<EitherAudio<Audio, Other>> { locator, format throws(DecodingFailure) in
            if isOther(locator) { return EitherAudio(second: try other.open(locator, for: format)) }
            return EitherAudio(try self.open(locator, for: format))
        }
    }
}
