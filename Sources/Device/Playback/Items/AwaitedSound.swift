import Synchronization

/// A file that is being made while the item that needs it sounds already: the text of an alert, under its tone.
///
/// Whoever makes it says so once, from any thread; the item's decoder looks when it gets there.
public final class AwaitedSound: Sendable {
    public enum State: Hashable, Sendable {
        case awaited
        /// - gain: evens the file out with others, as `PlaybackItem.fileGains`.
        case ready(path: String, gain: Double = 0)
        /// It will not come: what stands behind it sounds.
        case given(up: String)
    }

    private let kept: Mutex<State>

    public init(_ state: State = .awaited) { kept = Mutex(state) }

    public var state: State { kept.withLock { $0 } }

    public func settle(_ state: State) { kept.withLock { $0 = state } }
}

extension AwaitedSound: Hashable {
    public static func == (left: AwaitedSound, right: AwaitedSound) -> Bool { left === right }
    public func hash(into hasher: inout Hasher) { hasher.combine(ObjectIdentifier(self)) }
}
