public import Hardware
import Synchronization

/// Workers without threads, on a clock set by hand: `run` gives each one that is awake a turn, over and over, and when
/// all sleep moves the clock to the next instant one of them waits for. The same calls give the same turns.
///
/// `@unchecked Sendable`: one thread runs it; the lock guards what outputs and tests touch meanwhile.
public final class SteppedWorkers: WorkerSystem, @unchecked Sendable {
    private struct State {
        var now = MonotonicTime(nanoseconds: 1_000_000_000)
        var members: [SteppedWorker] = []
        var wakeUps: [(at: MonotonicTime, act: @Sendable () -> Void)] = []
    }

    private let state = Mutex(State())

    public init() {}

    public func now() -> MonotonicTime {
        state.withLock { $0.now }
    }

    /// Moves the clock forward; a worker that blocks does so.
    public func advance(to instant: MonotonicTime) {
        state.withLock { $0.now = max($0.now, instant) }
    }

    /// Does something as soon as the clock has reached an instant, between two turns.
    public func at(_ instant: MonotonicTime, _ act: @escaping @Sendable () -> Void) {
        state.withLock { $0.wakeUps.append((instant, act)) }
    }

    public func start(
        _ name: String, urgency: Urgency, turn: @escaping @Sendable () -> Rest
    ) throws(WorkerFailure) -> any Worker {
        let worker = SteppedWorker(name: name, turn: turn)
        state.withLock { $0.members.append(worker) }
        return worker
    }

    /// Turns taken so far by the workers of a name.
    public func turns(of name: String) -> Int {
        state.withLock { $0.members.filter { $0.name == name }.reduce(0) { $0 + $1.turns } }
    }

    /// Runs until an instant, or until all workers sleep for good and nothing is left to do.
    public func run(until end: MonotonicTime = .distantFuture) {
        while now() < end {
            let due = state.withLock { state in
                let now = state.now
                let due = state.wakeUps.filter { $0.at <= now }
                state.wakeUps.removeAll { $0.at <= now }
                return due
            }
            for wakeUp in due { wakeUp.act() }
            let now = now()
            let members = state.withLock { $0.members }
            var isAnyAwake = false
            for member in members where member.isAwake(at: now) {
                isAnyAwake = true
                member.takeTurn()
            }
            state.withLock { $0.members.removeAll { $0.isFinished } }
            guard !isAnyAwake else { continue }
            let next = state.withLock { state in
                (state.members.compactMap(\.deadline) + state.wakeUps.map(\.at)).min()
            }
            guard let next, next < .distantFuture else { return }
            advance(to: min(next, end))
        }
    }
}

/// One of them. Rings come from within turns and tests, all on the running thread.
final class SteppedWorker: Worker, @unchecked Sendable {
    let name: String
    private(set) var turns = 0
    private(set) var rest = Rest.none
    private var turn: (@Sendable () -> Rest)?
    private var isRung = false

    let isRealTime = false

    init(name: String, turn: @escaping @Sendable () -> Rest) {
        self.name = name
        self.turn = turn
    }

    var isFinished: Bool { turn == nil }

    var deadline: MonotonicTime? {
        guard case .until(let instant) = rest else { return nil }
        return instant
    }

    func isAwake(at now: MonotonicTime) -> Bool {
        switch rest {
        case .finished: false
        case .none: true
        case .untilRung: isRung
        case .until(let instant): isRung || instant <= now
        }
    }

    func takeTurn() {
        isRung = false
        turns += 1
        rest = turn?() ?? .finished
        if rest == .finished { turn = nil }
    }

    func ring() {
        isRung = true
    }

    func join() {}
}
