import Hardware
import Synchronization

/// Keeps the voices, sends the engine its orders and turns its notices into events.
///
/// The state is guarded by one lock, never held while something is called out to but queues and workers' `ring`, which
/// do not block. The reader's worker alone receives notices.
final class Desk: Sendable {
    struct State: ~Copyable {
        var format: AudioFormat
        /// Of the format's rate.
        var tone: AttentionTone
        /// Voices prepared but not given to the engine.
        var prepared: [String: Voice] = [:]
        /// Voices the engine knows; held here so that it need not count references.
        var playing: [UInt64: Voice] = [:]
        var reasons: [UInt64: String] = [:]
        var lastNumber: UInt64 = 0
        var proofs: [UInt64: Proof] = [:]
        var isShutDown = false
        /// What earlier voices of the same item did before the output changed its format.
        var carried: [UInt64: VoiceTally] = [:]
    }

    struct Proof {
        let deadline: MonotonicTime
        let answer: CheckedContinuation<Bool, Never>
    }

    let link: EngineLink
    let workers: any WorkerSystem
    let settings: PlayerSettings
    let state: Mutex<State>
    let events: AsyncStream<PlaybackEvent>.Continuation
    private let startDecoding: @Sendable (Voice) throws(WorkerFailure) -> any Worker

    init(
        link: EngineLink, workers: any WorkerSystem, settings: PlayerSettings,
        events: AsyncStream<PlaybackEvent>.Continuation,
        startDecoding: @escaping @Sendable (Voice) throws(WorkerFailure) -> any Worker
    ) {
        self.link = link
        self.workers = workers
        self.settings = settings
        self.events = events
        self.startDecoding = startDecoding
        state = Mutex(State(format: settings.format, tone: AttentionTone(rate: settings.format.rate)))
    }

    /// Makes a voice whose decoder runs already; a decoder that cannot run shows as a voice that fails at once.
    func makeVoice(_ item: PlaybackItem) -> Voice {
        let (token, format, tone) = state.withLock { state in
            state.lastNumber += 1
            return (state.lastNumber, state.format, state.tone)
        }
        let voice = Voice(token: token, item: item, format: format, settings: settings, tone: tone)
        do {
            voice.producer = try startDecoding(voice)
        } catch {
            let failure = DecodingFailure(.noResources, path: item.id, detail: error.description)
            voice.failure.withLock { $0 = .media(failure) }
            voice.decoded.store(true, ordering: .releasing)
        }
        return voice
    }

    /// Gives a voice to the engine; false where the engine has no room or the id plays already.
    func add(_ voice: Voice) -> Bool {
        let added = state.withLock { state in
            guard !state.isShutDown, state.playing.count < EngineLimits.voices else { return false }
            guard link.orders.send(.add(Unmanaged.passUnretained(voice))) else { return false }
            state.playing[voice.token] = voice
            return true
        }
        ringEngine()
        return added
    }

    func stop(_ id: String, reason: String) {
        let prepared = state.withLock { state in
            for voice in state.playing.values where voice.item.id == id {
                guard state.reasons[voice.token] == nil else { continue }
                guard link.orders.send(.stop(voice.token)) else { continue }
                state.reasons[voice.token] = reason
            }
            return state.prepared.removeValue(forKey: id)
        }
        if let prepared { giveUp(prepared, .stopped(reason: reason)) }
        ringEngine()
    }

    func ringEngine() {
        link.engine?.ring()
    }

    /// Ends a voice that the engine never had.
    func giveUp(_ voice: Voice, _ outcome: PlaybackOutcome) {
        voice.cancelled.store(true, ordering: .relaxed)
        voice.producer?.ring()
        voice.state.tally.ended = workers.now()
        events.yield(.ended(id: voice.item.id, record(of: voice, outcome: outcome, tally: voice.state.tally)))
    }
}
