public import Hardware

/// Sound of one rate and channel count as it comes, at the rate and channel count of an output. Used by one thread.
public struct LiveConverter: ~Copyable {
    private let map: ChannelMap
    private let resampler: Resampler?
    private var mapped: [Float] = []
    private var made: [Float]

    /// - Parameters:
    ///   - rate: of what comes, in Hz.
    ///   - channels: of what comes; they stand in the usual order.
    public static func make(
        rate: Int, channels: Int, to format: AudioFormat
    ) throws(DecodingFailure) -> LiveConverter {
        let resampler =
            rate == format.rate
            ? nil : try Resampler.make(from: rate, to: format.rate, channels: format.channels, path: "")
        let map = ChannelMap(from: ChannelRole.usual(channels: channels), toChannels: format.channels)
        return LiveConverter(map, resampler)
    }

    private init(_ map: ChannelMap, _ resampler: Resampler?) {
        self.map = map
        self.resampler = resampler
        made = [Float](repeating: 0, count: 1_024 * map.outputs)
    }

    /// Takes frames x channels interleaved, and gives what they make; the last few frames may come with the next call.
    public mutating func convert(
        _ samples: UnsafeBufferPointer<Float>,
        _ give: (UnsafeBufferPointer<Float>) throws(DecodingFailure) -> Void
    ) throws(DecodingFailure) {
        let frames = samples.count / map.inputs
        let count = frames * map.outputs
        if mapped.count < count { mapped = [Float](repeating: 0, count: count) }
        mapped.withUnsafeMutableBufferPointer { map.apply(samples, frames: frames, into: $0) }
        guard let resampler else {
            return try mapped.withUnsafeBufferPointer { all throws(DecodingFailure) in
                try give(UnsafeBufferPointer(rebasing: all[..<count]))
            }
        }
        var next = 0
        while true {
            let room = made.count / map.outputs
            let (used, came) = mapped.withUnsafeBufferPointer { input in
                made.withUnsafeMutableBufferPointer { output in
                    resampler.process(
                        UnsafeBufferPointer(rebasing: input[(next * map.outputs)...]), frames: frames - next,
                        into: output, room: room)
                }
            }
            next += used
            if came > 0 {
                try made.withUnsafeBufferPointer { all throws(DecodingFailure) in
                    try give(UnsafeBufferPointer(rebasing: all[..<(came * map.outputs)]))
                }
            }
            if next >= frames, came < room { return }
        }
    }
}
