public import Hardware

/// One media file as a stream at the output's rate and channel count.
///
/// The stages are: the file's frames, mixed down where the output has fewer channels, resampled where the rates
/// differ, spread where the output has more channels. Each holds one block, whatever the length of the file.
public struct FileAudio: ~Copyable, DecodedAudio {
    static let blockFrames = 1_024

    private var file: SoundFile
    private let resampler: Resampler?
    private let map: ChannelMap
    private let mapsFirst: Bool
    /// Frames of the source, after a mix down, with `width` channels: `waiting` of them from `next` on.
    private var block: [Float]
    private let width: Int
    private var next = 0
    private var waiting = 0
    private var spread: [Float]
    private var ended = false

    static func open(_ path: String, for format: AudioFormat) throws(DecodingFailure) -> FileAudio {
        let file = try SoundFile.open(path)
        let map = ChannelMap(from: file.roles, toChannels: format.channels)
        let width = min(file.channels, format.channels)
        let resampler =
            file.rate == format.rate
            ? nil : try Resampler.make(from: file.rate, to: format.rate, channels: width, path: path)
        return FileAudio(owning: file, resampler: resampler, map: map, width: width)
    }

    private init(owning file: consuming SoundFile, resampler: Resampler?, map: ChannelMap, width: Int) {
        self.file = file
        self.resampler = resampler
        self.map = map
        self.width = width
        mapsFirst = map.inputs > map.outputs
        block = [Float](repeating: 0, count: Self.blockFrames * map.inputs)
        spread = [Float](repeating: 0, count: Self.blockFrames * width)
    }

    public var duration: Double? {
        file.announcedFrames.map { Double($0) / Double(file.rate) }
    }

    public mutating func read(into samples: inout MutableSpan<Float>) throws(DecodingFailure) -> Int {
        let room = min(samples.count / map.outputs, Self.blockFrames)
        guard room > 0, !ended else { return 0 }
        while true {
            if waiting == 0 { try refill() }
            let atEnd = waiting == 0
            let frames = advance(room: room, atEnd: atEnd)
            if frames > 0 {
                deliver(frames, into: &samples)
                return frames
            }
            guard atEnd else { continue }
            ended = true
            if let failure = file.failureAtEnd() { throw failure }
            return 0
        }
    }

    public mutating func seek(toSeconds position: Double) throws(DecodingFailure) {
        waiting = 0
        resampler?.clear()
        ended = false
        try file.seek(toFrame: position * Double(file.rate), scratch: &block)
    }

    /// Reads the next block of the file, mixed down where the output has fewer channels.
    private mutating func refill() throws(DecodingFailure) {
        next = 0
        waiting = try file.read(into: &block, frames: Self.blockFrames)
        if mapsFirst {
            let map = self.map
            let frames = waiting
            block.withUnsafeMutableBufferPointer { map.applyInPlace($0, frames: frames) }
        }
    }

    /// Moves frames from the block through the resampler, or straight, into `spread`; says how many came out.
    private mutating func advance(room: Int, atEnd: Bool) -> Int {
        let offset = next * width
        guard let resampler else {
            let frames = min(room, waiting)
            for index in 0..<(frames * width) { spread[index] = block[offset + index] }
            next += frames
            waiting -= frames
            return frames
        }
        let (used, made) = block.withUnsafeBufferPointer { input in
            spread.withUnsafeMutableBufferPointer { output in
                resampler.process(
                    atEnd ? nil : UnsafeBufferPointer(rebasing: input[offset...]), frames: waiting, into: output,
                    room: room)
            }
        }
        next += used
        waiting -= used
        return made
    }

    private func deliver(_ frames: Int, into samples: inout MutableSpan<Float>) {
        samples.withUnsafeMutableBufferPointer { output in
            spread.withUnsafeBufferPointer { input in
                if mapsFirst || map.isIdentity {
                    for index in 0..<(frames * width) { output[index] = input[index] }
                } else {
                    map.apply(input, frames: frames, into: output)
                }
            }
        }
    }
}
