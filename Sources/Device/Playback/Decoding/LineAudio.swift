public import Hardware

/// Sound from an input of the site, as live media: no length, no past. Its channels are put together into one, which is
/// heard on all of the output's.
///
/// Gives nothing until something louder than silence came: an input that nothing is plugged into runs all the same. Fails
/// as `.noInput` where it gives no sound for a second, or silence for five. Its drift is `LineDepth`'s business.
public struct LineAudio<Input: AudioInput & ~Copyable>: ~Copyable, DecodedAudio {
    /// The highest sample that still is silence: -66 dB of full scale.
    static var floor: Int { 16 }
    /// Seconds of it after which nobody is thought to be there.
    static var patience: Double { 5 }

    private var input: Input
    private let address: String
    private let format: AudioFormat
    private let room: UnsafeMutableBufferPointer<Int16>
    /// Frames of silence since the last sound.
    private var silent = 0
    private var hasSounded = false
    public private(set) var isWaiting = false

    init(_ opener: AudioInputOpener<Input>, address: String, for format: AudioFormat) throws(DecodingFailure) {
        let opened: Input
        do throws(AudioInputFailure) {
            opened = try opener.open()
        } catch {
            throw Self.failure(error, address)
        }
        let rate = opened.format.rate
        guard rate == format.rate else {
            let detail = "gives \(rate) frames a second, and the output plays \(format.rate): name it with plughw:"
            throw DecodingFailure(.noInput, path: address, detail: detail)
        }
        room = .allocate(capacity: 1_024 * opened.format.channels)
        room.initialize(repeating: 0)
        input = opened
        self.address = address
        self.format = format
    }

    deinit { room.deallocate() }

    public var duration: Double? { nil }

    public mutating func seek(toSeconds position: Double) throws(DecodingFailure) {}

    /// Waits for the input, a second at most. A frame of room is left: `LineDepth` may add one.
    public mutating func read(into samples: inout MutableSpan<Float>) throws(DecodingFailure) -> Int {
        let channels = input.format.channels
        let most = min(samples.count / format.channels - 1, room.count / channels)
        var (frames, passed) = (0, 0)
        repeat {
            frames = try take(most)
            try judge(frames)
            passed += frames
            // Whoever waits looks again after a while: silence is to be passed over faster than it comes.
        } while !hasSounded && passed < format.rate / 10
        isWaiting = !hasSounded
        guard hasSounded else { return 0 }
        let share = 1 / (32_768 * Float(channels))
        for frame in 0..<frames {
            var sum = 0
            for channel in 0..<channels { sum += Int(room[frame * channels + channel]) }
            for channel in 0..<format.channels { samples[frame * format.channels + channel] = Float(sum) * share }
        }
        return frames
    }

    /// The next frames of the input, at most so many, in `room`.
    private mutating func take(_ most: Int) throws(DecodingFailure) -> Int {
        do throws(AudioInputFailure) {
            var span = UnsafeMutableBufferPointer(rebasing: room[0..<(most * input.format.channels)]).mutableSpan
            return try input.read(into: &span).frames
        } catch {
            throw Self.failure(error, address)
        }
    }

    private mutating func judge(_ frames: Int) throws(DecodingFailure) {
        var isSilent = true
        for index in 0..<(frames * input.format.channels) where abs(Int(room[index])) > Self.floor { isSilent = false }
        silent = isSilent ? silent + frames : 0
        hasSounded = hasSounded || !isSilent
        guard silent > format.frames(inSeconds: Self.patience) else { return }
        throw DecodingFailure(.noInput, path: address, detail: "gives silence for \(Int(Self.patience)) s")
    }

    private static func failure(_ failure: AudioInputFailure, _ address: String) -> DecodingFailure {
        DecodingFailure(.noInput, path: address, detail: "\(failure.input): \(failure.detail)")
    }
}

extension AudioDecoder where Audio: ~Copyable {
    /// Listens to the site's inputs, by the name behind `line:`.
    public static func lines<Input: AudioInput & ~Copyable>(
        _ opener: @escaping @Sendable (_ name: String, _ rate: Int) -> AudioInputOpener<Input>?
    ) -> AudioDecoder<LineAudio<Input>> where Audio == LineAudio<Input> {
        AudioDecoder<LineAudio<Input>> { address, format throws(DecodingFailure) in
            let name = String(address.dropFirst(LineAddress.scheme.count))
            guard let input = opener(name, format.rate) else {
                throw DecodingFailure(
                    .noInput, path: address, detail: "the site's settings name no such input ([line])")
            }
            return try LineAudio(input, address: address, for: format)
        }
    }
}

/// The locator of an input of the site: `line:` and its name.
public enum LineAddress {
    static let scheme = "line:"
    public static func of(_ name: String) -> String { scheme + name }
    public static func isOne(_ locator: String) -> Bool { locator.hasPrefix(scheme) }
    /// nil where it is none.
    public static func name(in locator: String) -> String? {
        isOne(locator) ? String(locator.dropFirst(scheme.count)) : nil
    }
}
