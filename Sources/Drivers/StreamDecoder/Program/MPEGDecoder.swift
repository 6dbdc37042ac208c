import CMPG123
import Hardware

/// MPEG audio (layers 1 to 3) that comes in pieces, as frames of 32-bit floats. A stream that is joined in the middle
/// of a frame begins with the next one. Used by one thread.
struct MPEGDecoder: ~Copyable {
    /// Bytes of what is no MPEG audio that are passed over before it is given up.
    static let patience = 64 << 10

    private let handle: OpaquePointer
    private let room: UnsafeMutableBufferPointer<Float>
    private var rate = 0
    private var channels = 0

    init() throws(DecodingFailure) {
        var code: Int32 = 0
        guard let handle = mpg123_new(nil, &code) else { throw Self.failure(mpg123_plain_strerror(code)) }
        let flags = MPG123_FORCE_FLOAT.rawValue | MPG123_QUIET.rawValue
        loa_mpg123_set(handle, MPG123_ADD_FLAGS, Int(flags))
        loa_mpg123_set(handle, MPG123_RESYNC_LIMIT, Self.patience)
        guard mpg123_open_feed(handle) == Int32(MPG123_OK.rawValue) else {
            defer { mpg123_delete(handle) }
            throw Self.failure(mpg123_strerror(handle))
        }
        self.handle = handle
        // A frame has at most 1,152 frames of sound; so much is given at a time.
        room = .allocate(capacity: 1_152 * 2)
    }

    deinit {
        mpg123_delete(handle)
        room.deallocate()
    }

    /// Takes bytes, and gives what they make: frames x channels interleaved, at a rate that may change in the middle.
    mutating func take(
        _ bytes: UnsafeRawBufferPointer,
        _ give: (_ samples: UnsafeBufferPointer<Float>, _ rate: Int, _ channels: Int) throws(DecodingFailure) -> Void
    ) throws(DecodingFailure) {
        var (input, count) = (bytes.baseAddress, bytes.count)
        while true {
            var made = 0
            let size = room.count * MemoryLayout<Float>.size
            let code = mpg123_decode(handle, input, count, room.baseAddress, size, &made)
            (input, count) = (nil, 0)
            if made > 0, channels > 0 {
                let samples = UnsafeBufferPointer(rebasing: room[..<(made / MemoryLayout<Float>.size)])
                try give(samples, rate, channels)
            }
            switch code {
            case Int32(MPG123_OK.rawValue): continue
            case Int32(MPG123_NEED_MORE.rawValue): return
            case Int32(MPG123_NEW_FORMAT.rawValue):
                var (newRate, newChannels, encoding) = (0, Int32(0), Int32(0))
                mpg123_getformat(handle, &newRate, &newChannels, &encoding)
                (rate, channels) = (newRate, Int(newChannels))
            default: throw Self.failure(mpg123_strerror(handle))
            }
        }
    }

    private static func failure(_ words: UnsafePointer<CChar>?) -> DecodingFailure {
        DecodingFailure(
            .malformed, path: "", detail: "no MPEG audio: \(words.map { String(cString: $0) } ?? "unknown")")
    }
}
