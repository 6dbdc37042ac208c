import DeviceApp
import Hardware
import LoaModel
import Playback
import Synchronization

/// A player that makes no sound: the test sees what it is given and says what becomes of it.
final class ScriptedPlayer: SoundPlayer {
    let events: AsyncStream<PlaybackEvent>
    let starts: AsyncStream<PlaybackItem>
    let stops: AsyncStream<String>
    let isRealTime = false
    let step = PlaybackStep()
    /// Yields when it was asked for a proof of life.
    let proofs: AsyncStream<Void>
    private let isHanging = Atomic<Bool>(false)
    private let proved: AsyncStream<Void>.Continuation
    private let tell: AsyncStream<PlaybackEvent>.Continuation
    private let started: AsyncStream<PlaybackItem>.Continuation
    private let stopped: AsyncStream<String>.Continuation

    init() {
        (events, tell) = AsyncStream.makeStream(of: PlaybackEvent.self)
        (starts, started) = AsyncStream.makeStream(of: PlaybackItem.self)
        (proofs, proved) = AsyncStream.makeStream(of: Void.self)
        (stops, stopped) = AsyncStream.makeStream(of: String.self)
    }

    func start(_ item: PlaybackItem) { started.yield(item) }
    /// Answers as a player does, after 100 ms of sound.
    func stop(_ id: String, reason: String) {
        stopped.yield(id)
        ends(id, .stopped(reason: reason), frames: 4_800, at: MonotonicTime(nanoseconds: 100_000_000))
    }

    func proveAlive(within seconds: Double) async -> Bool {
        proved.yield()
        return !isHanging.load(ordering: .relaxed)
    }

    /// From now on its thread does not turn.
    func hangs() { isHanging.store(true, ordering: .relaxed) }

    func shutDown() { tell.finish() }

    func tells(_ event: PlaybackEvent) { tell.yield(event) }

    func sounds(_ id: String, at instant: MonotonicTime) { tell.yield(.started(id: id, at: instant, plannedError: 0)) }

    /// A link of an item's chain fails, or gives sound.
    func fails(_ id: String, _ link: PlaybackLink, _ failure: PlaybackFailure) {
        tell.yield(.linkFailed(id: id, link: link, failure))
    }
    func sounds(_ id: String, _ link: PlaybackLink) { tell.yield(.linkSounds(id: id, link: link)) }

    /// The microphone heard, or did not hear, an item; of a sweep what came back.
    func hears(_ id: String, _ hearing: Hearing) { tell.yield(.heard(id: id, hearing)) }
    func hearsSweep(_ id: String, _ hearing: Hearing, _ response: SpeakerResponse?) {
        tell.yield(.swept(id: id, hearing, response))
    }

    func ends(_ id: String, _ outcome: PlaybackOutcome, frames: Int, at instant: MonotonicTime) {
        let record = PlaybackRecord(
            outcome: outcome, frames: frames, rate: 48_000, started: instant, ended: instant, startError: 0,
            peak: -6, level: -12, underruns: 0, lateFrames: 0, position: Double(frames) / 48_000)
        tell.yield(.ended(id: id, record))
    }
}
