import Hardware
import LoaModel
import Synchronization

/// Listens while something sounds, on a worker of its own: a microphone that hangs or fails never holds up sound.
///
/// `@unchecked Sendable`: after `init` everything here is touched by that worker alone.
final class EarKeeper<Input: AudioInput & ~Copyable>: @unchecked Sendable {
    private let opener: AudioInputOpener<Input>
    private let tap: SoundTap
    private let workers: any WorkerSystem
    private let tell: @Sendable (PlaybackEvent) -> Void
    private var input: Input?
    private var isOpen = false
    /// Made when it is first needed: some hundred kilobytes.
    private var listener: Listener?
    private var items = HeardItems()
    /// Until then the last sound may still arrive at the microphone.
    private var listenUntil = MonotonicTime(nanoseconds: .min)
    private var failure: AudioInputFailure?
    private var retryAt = MonotonicTime(nanoseconds: .min)
    private var retryDelay = EarTimes.firstRetry
    private var overruns = 0
    private var takenSamples = 0
    private var taken: [Float] = []
    private var given: [Int16] = []

    init(
        opener: AudioInputOpener<Input>, tap: SoundTap, workers: any WorkerSystem,
        tell: @escaping @Sendable (PlaybackEvent) -> Void
    ) {
        self.opener = opener
        self.tap = tap
        self.workers = workers
        self.tell = tell
    }

    /// One turn of the worker. Waits for the microphone while it is open.
    func turn() -> Rest {
        takePlayed()
        guard takeNotes() else {
            close()
            return .finished
        }
        let now = workers.now()
        judge(at: now)
        guard now < listenUntil else { return sleep() }
        open(at: now)
        guard isOpen else { return .until(min(retryAt, listenUntil)) }
        listen()
        return .none
    }

    /// Nothing sounds: closes the microphone and gives the memory back, unless sound came just now.
    private func sleep() -> Rest {
        close()
        listener = nil
        tap.isAsleep.store(true, ordering: .sequentiallyConsistent)
        guard tap.samples.readable > 0 else { return items.nextOver.map(Rest.until) ?? .untilRung }
        tap.isAsleep.store(false, ordering: .sequentiallyConsistent)
        return .none
    }

    private func takePlayed() {
        guard tap.samples.readable > 0 else { return }
        var open = listener.take() ?? Listener()
        while let mark = tap.marks.receive() {
            if taken.count < mark.frames { taken = [Float](repeating: 0, count: mark.frames) }
            tap.samples.skip(mark.start - takenSamples)
            takenSamples = mark.start + mark.frames
            taken.withUnsafeMutableBufferPointer { buffer in
                tap.samples.read(into: UnsafeMutableBufferPointer(rebasing: buffer[0..<mark.frames]))
            }
            if mark.takenBack > 0 { open.takeBackPlayed(mark.takenBack, rate: mark.rate) }
            open.addPlayed(taken[0..<mark.frames], rate: mark.rate, first: mark.leaves)
            let end = mark.leaves.advanced(bySeconds: Double(mark.frames) / Double(mark.rate))
            listenUntil = max(listenUntil, end.advanced(bySeconds: EarTimes.after))
        }
        listener = consume open
    }

    /// False where the player shuts down.
    private func takeNotes() -> Bool {
        while let note = tap.notes.receive() {
            switch note {
            case .began(let id, let instant, let isSweep): items.begin(id, at: instant, isSweep: isSweep)
            case .over(let id, let instant): items.end(id, at: instant)
            case .end: return false
            }
        }
        return true
    }

    private func open(at now: MonotonicTime) {
        guard !isOpen, now >= retryAt else { return }
        do throws(AudioInputFailure) {
            let opened = try opener.open()
            given = [Int16](repeating: 0, count: opened.format.periodFrames * opened.format.channels)
            overruns = opened.overruns
            input = consume opened
            isOpen = true
        } catch {
            fail(error)
        }
    }

    private func listen() {
        guard var open = input.take() else { return close() }
        do throws(AudioInputFailure) {
            var room = given.mutableSpan
            let block = try open.read(into: &room)
            let format = open.format
            let channels = format.channels
            let share = 1 / (Float(channels) * 32_768)
            let sound = (0..<block.frames).map { frame in
                var sum = 0
                for channel in 0..<channels { sum += Int(given[frame * channels + channel]) }
                return Float(sum) * share
            }
            listener?.addCaptured(sound, rate: format.rate, first: block.first)
            input = consume open
            succeed()
        } catch {
            close()
            fail(error)
        }
    }

    private func close() {
        input = nil
        isOpen = false
    }

    private func succeed() {
        retryDelay = EarTimes.firstRetry
        guard failure != nil else { return }
        failure = nil
        tell(.inputReady)
    }

    /// A failure that goes on is told once.
    private func fail(_ error: AudioInputFailure) {
        retryAt = workers.now().advanced(bySeconds: retryDelay)
        retryDelay = min(EarTimes.lastRetry, retryDelay * 2)
        if failure?.code != error.code { tell(.inputFault(error)) }
        failure = error
    }

    private func judge(at now: MonotonicTime) {
        while let judged = listener?.judge() { items.add(judged) }
        for over in items.takeOver(at: now) {
            let hearing = over.tally.hearing
            tell(over.isSweep ? .swept(id: over.id, hearing, response(to: over)) : .heard(id: over.id, hearing))
        }
    }

    /// What came back of a sweep; nil where the item was none, or not all of it was captured.
    private func response(to item: HeardItems.Item) -> SpeakerResponse? {
        guard item.isSweep, let end = item.end else { return nil }
        return listener?.response(from: item.begin, to: end)
    }
}

/// When the ear listens, in seconds.
enum EarTimes {
    /// How long after the last sound: the longest delay that is looked for, and the microphone's own buffer.
    static let after = 1.5
    /// Between two tries to open a microphone, first and at most.
    static let firstRetry = 0.5
    static let lastRetry = 30.0
}
