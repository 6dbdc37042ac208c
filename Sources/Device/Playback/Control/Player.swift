public import Hardware
import Synchronization

/// Plays what the conductor decides: items at their instants, faded, mixed and limited, on one output.
///
/// Every method returns at once and may be called from any thread. What becomes of an item comes back through
/// `events`. The sound is made by a real-time worker, each item is decoded by a worker of its own, and nothing wakes
/// while nothing is due.
public final class Player: Sendable {
    /// What happens, in order, for one reader. The newest 1,024 are kept for a reader that is slow.
    public let events: AsyncStream<PlaybackEvent>
    private let desk: Desk
    private let engine: any Worker
    private let reader: any Worker
    private let amplifier: (any Worker)?
    private let ear: (any Worker)?

    /// Starts the workers. The amplifier's line is taken first, off. The output is opened once, to see whether it can be
    /// and what it settles on, and closed.
    /// - Parameters:
    ///   - amplifier: switched with the sound; nil where it is always on. Sound waits for it: it is opened its lead
    ///     before a planned start, and what starts at once begins a lead later unless it is on already.
    ///   - ear: hears what is played; nil where there is no microphone. Open only while something sounds.
    public init<Output: AudioOutput & ~Copyable, Audio: DecodedAudio & ~Copyable>(
        output: AudioOutputOpener<Output>, decoder: AudioDecoder<Audio>, workers: any WorkerSystem,
        settings: PlayerSettings = PlayerSettings(), amplifier: Amplifier? = nil, ear: Ear? = nil
    ) throws(WorkerFailure) {
        let settings = amplifier.map { settings.fitting($0.times) } ?? settings
        let (events, continuation) = AsyncStream.makeStream(
            of: PlaybackEvent.self, bufferingPolicy: .bufferingNewest(1_024))
        self.events = events
        let link = EngineLink()
        let desk = Desk(
            link: link, workers: workers, settings: settings, events: continuation
        ) { voice throws(WorkerFailure) in
            let ahead = DecodeAhead(voice: voice, decoder: decoder, link: link, now: workers.now) {
                continuation.yield($0)
            }
            return try workers.start("decode", urgency: .ordinary) { ahead.turn() }
        }
        let amplifierLink = AmplifierLink()
        self.amplifier = try amplifier.map { amplifier throws(WorkerFailure) in
            let turn = amplifier.makeTurn(amplifierLink, workers) { continuation.yield($0) }
            return try workers.start("amplifier", urgency: .ordinary, turn: turn)
        }
        amplifierLink.worker = self.amplifier
        link.tap = ear.map { _ in SoundTap() }
        self.ear = try ear.map { ear throws(WorkerFailure) in
            let turn = ear.makeTurn(link.tap ?? SoundTap(), workers) { continuation.yield($0) }
            return try workers.start("ear", urgency: .ordinary, turn: turn)
        }
        link.tap?.ear = self.ear
        let engine = Engine(
            opener: output, link: link, workers: workers, settings: settings,
            amplifier: amplifier.map { ($0.times, amplifierLink) })
        reader = try workers.start("play-events", urgency: .ordinary) { desk.readNotices() }
        link.reader = reader
        self.engine = try workers.start("play", urgency: .realTime) { engine.turn() }
        self.desk = desk
        link.engine = self.engine
    }

    deinit {
        shutDown()
    }

    /// False where the system gave no real-time scheduling: sound may then falter under load.
    public var isRealTime: Bool { engine.isRealTime }

    /// Turns of the engine so far: grows while it sounds.
    public var turns: Int { desk.link.turns.load(ordering: .relaxed) }

    /// How well the sound keeps to the clock.
    public var step: PlaybackStep {
        let drift = desk.link.drift.load(ordering: .relaxed)
        let error = desk.link.error.load(ordering: .relaxed)
        return PlaybackStep(
            drift: drift == .min ? nil : Double(drift) / 1_000, error: error == .min ? nil : error,
            correction: Double(desk.link.correction.load(ordering: .relaxed)) / 1_000,
            jumps: desk.link.jumps.load(ordering: .relaxed))
    }

    /// Decodes an item ahead, so that `start` with the same id has sound at once.
    public func prepare(_ item: PlaybackItem) {
        let voice = desk.makeVoice(item)
        let replaced = desk.state.withLock { $0.prepared.updateValue(voice, forKey: item.id) }
        if let replaced { desk.giveUp(replaced, .stopped(reason: "prepared anew")) }
    }

    /// Plays an item when it says. One that plays under the same id is left alone and so is its start: the new item
    /// ends at once as stopped.
    public func start(_ planned: PlaybackItem) {
        let item = planned.delayed(by: desk.settings.delay)
        let (prepared, isPlaying) = desk.state.withLock { state in
            (state.prepared.removeValue(forKey: item.id), state.playing.values.contains { $0.item.id == item.id })
        }
        let voice: Voice
        if let prepared, prepared.item.isSame(butStart: item) {
            voice = prepared
            voice.start = item.start
        } else {
            if let prepared { desk.giveUp(prepared, .stopped(reason: "prepared differently")) }
            voice = desk.makeVoice(item)
        }
        if isPlaying {
            desk.giveUp(voice, .stopped(reason: "plays already"))
        } else if !desk.add(voice) {
            desk.giveUp(voice, .failed(.tooManyItems))
        }
    }

    /// Fades an item out within 20 ms and ends it, or takes it back if it has not started. The reason goes into its
    /// record.
    public func stop(_ id: String, reason: String) {
        desk.stop(id, reason: reason)
    }

    /// Makes the engine turn once, asleep or not; false where it does not within so many seconds.
    public func proveAlive(within seconds: Double = 2) async -> Bool {
        await withCheckedContinuation { answer in
            let deadline = desk.workers.now().advanced(bySeconds: seconds)
            let isAsked = desk.state.withLock { state in
                guard !state.isShutDown else { return false }
                state.lastNumber += 1
                guard desk.link.orders.send(.prove(state.lastNumber)) else { return false }
                state.proofs[state.lastNumber] = Desk.Proof(deadline: deadline, answer: answer)
                return true
            }
            guard isAsked else { return answer.resume(returning: false) }
            reader.ring()
            desk.ringEngine()
        }
    }

    /// Fades out all that sounds, switches the amplifier off, closes the output, ends the workers and then the events. Returns at once; `join` waits.
    public func shutDown() {
        desk.state.withLock { state in
            guard !state.isShutDown else { return }
            state.isShutDown = desk.link.orders.send(.shutDown)
        }
        desk.ringEngine()
    }

    /// Blocks until the player has shut down. Never called from the cooperative pool.
    public func join() {
        engine.join()
        amplifier?.join()
        ear?.join()
        reader.join()
    }
}

extension PlaybackItem {
    /// The same on a horn whose sound leaves so many seconds later.
    func delayed(by seconds: Double) -> PlaybackItem {
        guard case .at(let instant) = start, seconds != 0 else { return self }
        var copy = self
        copy.start = .at(instant.advanced(bySeconds: seconds))
        return copy
    }

    func isSame(butStart other: PlaybackItem) -> Bool {
        var copy = self
        copy.start = other.start
        return copy == other
    }
}
