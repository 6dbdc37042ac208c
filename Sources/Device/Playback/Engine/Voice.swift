import Hardware
import Synchronization

/// One item on its way through the engine.
///
/// `@unchecked Sendable`: `state` belongs to the engine's thread from `add` until the notice that it is over, and to
/// the desk before and after; the queues between them carry the ordering. `producer` is set before `add`. The rest is
/// constant, atomic or guarded.
final class Voice: @unchecked Sendable {
    let token: UInt64
    let item: PlaybackItem
    /// What it is decoded for: the output's rate, and the channels of a zone.
    let format: AudioFormat
    let routes: VoiceRoutes
    /// How many channels the output has.
    let outputChannels: Int
    let gain: Float
    /// Frames after which it is faded out.
    let limit: Int
    let ring: SampleRing
    let fade: FadeTable
    let tone: AttentionTone
    /// The tone that it begins with; nil: it begins with something else, or in the midst of it.
    let lead: ToneLead?
    var start: PlaybackStart
    var producer: (any Worker)?
    var state = VoiceState()

    /// The decoder will add nothing more.
    let decoded = Atomic<Bool>(false)
    /// The decoder need not go on.
    let cancelled = Atomic<Bool>(false)
    /// Frames the decoder is asked to leave out.
    let seekAhead = Atomic<Int>(0)
    /// Frames of the whole timeline from the offset on, -1 while not known.
    let total = Atomic<Int>(-1)
    let failure = Mutex<PlaybackFailure?>(nil)
    /// Gain in dB of the file that was decoded last, of its own.
    let fileGain = Mutex(0.0)

    /// - Parameters:
    ///   - format: The output's, as far as it is known.
    ///   - tone: of its rate.
    init(token: UInt64, item: PlaybackItem, format: AudioFormat, settings: PlayerSettings, tone: AttentionTone) {
        self.token = token
        self.item = item
        routes = VoiceRoutes(item.zones, of: format.channels, unlessSaid: settings.channels)
        outputChannels = format.channels
        var own = format
        own.channels = routes.width
        self.format = own
        start = item.start
        let decibels = Self.held(item.gain)
        gain = decibels == 0 ? 1 : Float(Mathematics.factor(decibels: decibels))
        limit = item.maximumDuration.map { format.frames(inSeconds: $0) } ?? .max
        let ahead = max(0.1, min(10, settings.decodeAhead))
        ring = SampleRing(samples: format.frames(inSeconds: ahead) * format.channels)
        let fade = FadeTable(frames: format.frames(inSeconds: EngineLimits.fade))
        self.fade = fade
        self.tone = tone
        if case .tone(let seconds)? = item.segments.first, item.offset <= 0 {
            lead = ToneLead(frames: format.frames(inSeconds: seconds), tone: tone, fade: fade)
        } else {
            lead = nil
        }
    }

    /// A gain in dB within its limits.
    static func held(_ decibels: Double) -> Double { decibels.isNaN ? 0 : max(-60, min(20, decibels)) }

    /// The gain in dB that its sound had before the limiter: the item's, and that of the last file.
    var usedGain: Double { Self.held(item.gain) + fileGain.withLock { $0 } }

    /// Whether it can sound on an output of this format.
    func fits(_ output: AudioFormat) -> Bool {
        format.rate == output.rate && outputChannels == output.channels
    }

    var readableFrames: Int { (lead?.left ?? 0) + ring.readable / format.channels }

    /// Takes frames; whoever does has seen that there are enough. The sound thread alone.
    func read(into samples: UnsafeMutableBufferPointer<Float>) {
        let made = (lead?.read(into: samples, channels: format.channels) ?? 0) * format.channels
        ring.read(into: UnsafeMutableBufferPointer(rebasing: samples[made...]))
    }

    /// Throws frames away; whoever does has seen that there are enough. The sound thread alone.
    func skip(_ frames: Int) {
        ring.skip((frames - (lead?.skip(frames) ?? 0)) * format.channels)
    }

    /// The instant it was planned for, nil where it starts as soon as it can.
    var planned: MonotonicTime? {
        guard case .at(let instant) = start else { return nil }
        return instant
    }

    /// Nanoseconds by which an instant is after the planned one; 0 where nothing was planned.
    func lateness(of instant: MonotonicTime) -> Int64 {
        guard let planned else { return 0 }
        return instant.since(planned)
    }

    /// Whether it is held to the clock while it sounds.
    var isTimed: Bool { planned != nil || keepsTime }

    var keepsTime: Bool { item.lateness == .joinInProgress }
}
