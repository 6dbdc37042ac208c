import Hardware
import Synchronization

/// Mixes voices into the output, a period a turn; asleep, with the output closed, while nothing is due.
///
/// `@unchecked Sendable`: after `init` everything here is touched by the engine's worker alone. While the output runs
/// a turn allocates nothing, takes no lock and calls no logger; it blocks only in the output's `write`.
final class Engine<Output: AudioOutput & ~Copyable>: @unchecked Sendable {
    let opener: AudioOutputOpener<Output>
    let link: EngineLink
    let workers: any WorkerSystem
    let settings: PlayerSettings
    var output: Output?
    var isOpen = false
    var buffers: EngineBuffers
    /// Voices in the engine; a slot is nil where there is none.
    let slots: UnsafeMutableBufferPointer<Unmanaged<Voice>?>
    /// Frames queued since the output opened.
    var written = 0
    /// The same, up to the last that the ear was given.
    var tapped = 0
    /// Frames of silence since the last voice.
    var silent = 0
    /// Where the sound stands against the system's clock.
    var clock: SoundClock
    /// Dry spells of the output since it opened.
    var underruns = 0
    /// The card's rate, measured while it runs.
    var meter = RateMeter()
    /// Frames to be written before the card's position can be trusted again.
    var steadyFrom = 0
    /// How long a fresh output may wait for the first sound.
    private var patientUntil = MonotonicTime(nanoseconds: 0)
    /// nil: no amplifier is switched.
    var amplifier: AmplifierKey?
    var amplifierLink: AmplifierLink?
    /// Whether the amplifier was told that something sounds.
    var isCued = false
    private var isProbed = false
    private var isShuttingDown = false
    private var retryDelay: Int64 = 0
    /// When an output that is not needed is looked for again.
    private var lookAgainAt = MonotonicTime(nanoseconds: 0)
    private var retryAt = MonotonicTime(nanoseconds: .min)

    init(
        opener: AudioOutputOpener<Output>, link: EngineLink, workers: any WorkerSystem, settings: PlayerSettings,
        amplifier: (times: AmplifierTimes, link: AmplifierLink)? = nil
    ) {
        self.opener = opener
        self.amplifier = amplifier.map { AmplifierKey($0.times) }
        amplifierLink = amplifier?.link
        self.link = link
        self.workers = workers
        self.settings = settings
        buffers = EngineBuffers(format: settings.format, ceiling: settings.ceiling)
        clock = SoundClock(format: settings.format)
        slots = .allocate(capacity: EngineLimits.voices)
        slots.initialize(repeating: nil)
    }

    deinit {
        slots.deallocate()
    }

    /// One turn of the worker.
    func turn() -> Rest {
        let rest = takeTurn()
        reportOver()
        return rest
    }

    private func takeTurn() -> Rest {
        link.turns.add(1, ordering: .relaxed)
        takeOrders()
        guard !isShuttingDown || slots.contains(where: { $0 != nil }) else {
            output = nil
            endAmplifier()
            return link.notify(.shutDown) ? .finished : .none
        }
        cueAmplifier()
        guard isOpen else { return openWhenDue() }
        if written == 0, awaitsFirstSound, workers.now() < patientUntil { return .until(patientUntil) }
        return render()
    }

    private func takeOrders() {
        while let order = link.orders.receive() {
            switch order {
            case .add(let voice):
                guard let slot = freeSlot else { continue }
                voice.takeUnretainedValue().state.added = workers.now()
                slots[slot] = voice
            case .stop(let token):
                for slot in slots {
                    guard let voice = slot?.takeUnretainedValue(), voice.token == token else { continue }
                    voice.stop()
                }
            case .prove(let number):
                _ = link.notify(.proved(number))
            case .shutDown:
                isShuttingDown = true
                for slot in slots { slot?.takeUnretainedValue().stop() }
            }
        }
    }

    /// A loop, because `firstIndex(where:)` allocates where the compiler does not specialise it.
    private var freeSlot: Int? {
        for slot in slots.indices where slots[slot] == nil { return slot }
        return nil
    }

    /// Opens the output once something is due, or says until when to sleep.
    private func openWhenDue() -> Rest {
        guard isProbed else {
            isProbed = true
            open()
            close()
            return .none
        }
        let now = workers.now()
        if hasFailed, now >= lookAgainAt {
            // Nobody needs it now, but the fault should be told as over once it is.
            lookAgainAt = now.advanced(byNanoseconds: EngineLimits.lookAgain)
            open()
            if !slots.contains(where: { $0 != nil }) { close() }
            return .none
        }
        endWhatNeedsNoOutput(at: now)
        reportOver()
        var due = MonotonicTime.distantFuture
        for slot in slots {
            guard let voice = slot?.takeUnretainedValue() else { continue }
            due = min(due, voice.planned?.advanced(bySeconds: -settings.lead) ?? now)
        }
        due = max(due, retryAt)
        if hasFailed { due = min(due, lookAgainAt) }
        guard due <= now else { return due == .distantFuture ? .untilRung : .until(due) }
        open()
        return .none
    }

    private func open() {
        do throws(AudioOutputFailure) {
            let opened = try opener.open(settings.format)
            if buffers.format != opened.format || written > 0 {
                buffers = EngineBuffers(format: opened.format, ceiling: settings.ceiling)
            }
            clock = SoundClock(format: buffers.format)
            output = consume opened
            isOpen = true
            written = 0
            tapped = 0
            silent = 0
            underruns = 0
            meter.breakOff()
            steadyFrom = 2 * buffers.format.bufferFrames
            patientUntil = workers.now().advanced(byNanoseconds: EngineLimits.patience)
            retryDelay = 0
            retryAt = MonotonicTime(nanoseconds: .min)
            link.outputFailure.withLock { $0 = nil }
            _ = link.notify(.opened(buffers.format))
        } catch {
            postpone(error)
        }
    }

    /// True while items that start as soon as they can have nothing decoded yet, and nothing else is to be played.
    private var awaitsFirstSound: Bool {
        var awaits = false
        for slot in slots {
            guard let voice = slot?.takeUnretainedValue() else { continue }
            guard voice.state.phase == .waiting, voice.planned == nil, !isReady(voice) else { return false }
            awaits = voice.state.end != .stopped
        }
        return awaits
    }

    /// Remembers why there is no output and when to try again; a failure that goes on is told once.
    func postpone(_ failure: AudioOutputFailure) {
        retryDelay = min(EngineLimits.lastRetry, max(EngineLimits.firstRetry, retryDelay * 2))
        let now = workers.now()
        retryAt = now.advanced(byNanoseconds: retryDelay)
        lookAgainAt = now.advanced(byNanoseconds: EngineLimits.lookAgain)
        let isNew = link.outputFailure.withLock { last in
            defer { last = failure }
            return last != failure
        }
        if isNew { _ = link.notify(.failed) }
        silenceAmplifier(at: now)
    }

    var hasFailed: Bool { retryDelay > 0 }

    func close() {
        output = nil
        isOpen = false
    }

    /// Ends voices that are told to stop, or whose time is over, while there is no output.
    private func endWhatNeedsNoOutput(at now: MonotonicTime) {
        for index in slots.indices {
            guard let voice = slots[index]?.takeUnretainedValue() else { continue }
            let isOver = voice.state.end != .stopped && hasFailed && voice.isPast(now)
            guard voice.state.end == .stopped || isOver || voice.state.phase == .over else { continue }
            if isOver { voice.state.end = .noOutput }
            if voice.state.phase != .over { voice.state.tally.ended = now }
            finish(index)
        }
    }

    /// The voice is over; told at the end of the turn.
    func finish(_ index: Int) {
        slots[index]?.takeUnretainedValue().state.phase = .over
    }

    /// Tells of voices that are over, or need another decoder, and forgets them. Where the notice finds no room, the next
    /// turn tries again.
    ///
    /// Here and nowhere else: once it is told, the desk may drop the voice, and no reference to it may be left on this
    /// thread, which else would be the one to free it.
    private func reportOver() {
        for index in slots.indices {
            guard let notice = lastNotice(of: index) else { continue }
            if link.notify(notice) { slots[index] = nil }
        }
    }

    @inline(never)
    private func lastNotice(of index: Int) -> EngineNotice? {
        guard let voice = slots[index]?.takeUnretainedValue() else { return nil }
        if voice.state.isMisfit { return .misfit(voice.token) }
        return voice.state.phase == .over ? .over(voice.token) : nil
    }
}
