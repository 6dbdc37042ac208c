import Hardware

/// The walk along the links of one chain: which link's turn it is, how long a file is waited for, and when a stream that
/// died is tried again.
///
/// A live chain goes round: behind its last link its streams are tried anew, until nothing of a whole round sounds.
struct ChainWalk {
    /// What to do next.
    enum Step: Hashable {
        /// - gain: in dB; nil: what the item says of this file.
        case file(path: String, gain: Double? = nil)
        case stream(address: String)
        /// So many frames of the attention tone, then look again.
        case tone(frames: Int)
        /// Nothing is needed before the sound decoded ahead is shorter.
        case wait
        /// This link cannot sound; the walk stands at the next.
        case failed(PlaybackLink, PlaybackFailure)
        /// No link is left; of a live chain why.
        case over(PlaybackFailure?)
    }

    /// How much tone stands in for a file that is awaited, in seconds: with the tone before it ten, as ISO 7240-16 has it.
    static let patience = 7.0
    /// A tone that stands in comes in whole turns of low and high, in seconds.
    static let turn = 1.0
    /// Sound decoded ahead of need, in seconds, below which the tone goes on.
    static let reserve = 0.3
    /// A stream that sounded so long, in seconds, is tried again at once, and first; another one after a pause.
    static let proven = 10.0
    static let longestPause = 30.0

    let format: AudioFormat
    let isLive: Bool
    private var index = 0
    private var waited = 0
    private var hasToned = false
    private var hasSounded = false
    private var tries: [Int: (count: Int, next: MonotonicTime)] = [:]
    private var lastFailure: PlaybackFailure?

    init(format: AudioFormat, isLive: Bool = false) {
        self.format = format
        self.isLive = isLive
    }

    /// - Parameter ahead: frames that are decoded and not played yet.
    mutating func next(_ links: [PlaybackLink], ahead: Int, now: MonotonicTime) -> Step {
        while index < links.count || goesRound() {
            switch links[index] {
            case .file(let path): return .file(path: path)
            case .stream(let address):
                if tries[index]?.next ?? now <= now { return .stream(address: address) }
                index += 1
            case .sweep: index += 1
            case .tone(let seconds):
                if !hasToned {
                    hasToned = true
                    return .tone(frames: format.frames(inSeconds: seconds))
                }
                guard isLive else { return .over(nil) }
                played()
            case .awaited(let sound):
                switch sound.state {
                case .ready(let path, let gain): return .file(path: path, gain: gain)
                case .given(let reason): return fail(links[index], .speech(reason))
                case .awaited: return wait(links[index], ahead: ahead)
                }
            }
        }
        return .over(isLive ? lastFailure : nil)
    }

    private mutating func goesRound() -> Bool {
        guard isLive, hasSounded else { return false }
        (index, hasSounded, waited) = (0, false, 0)
        return true
    }

    private mutating func wait(_ link: PlaybackLink, ahead: Int) -> Step {
        guard ahead < format.frames(inSeconds: Self.reserve) else { return .wait }
        guard waited < format.frames(inSeconds: Self.patience) else {
            return fail(link, .speech("the text was not spoken in time; the speech engine is too slow or hangs"))
        }
        let frames = format.frames(inSeconds: Self.turn)
        waited += frames
        return .tone(frames: frames)
    }

    /// The link has sounded to its end: a live chain goes on to the next.
    mutating func played() {
        (hasSounded, hasToned) = (true, false)
        index += 1
    }

    /// The file that `next` named does not sound, or not to its end.
    mutating func fail(_ link: PlaybackLink, _ failure: PlaybackFailure) -> Step {
        lastFailure = failure
        index += 1
        return .failed(link, failure)
    }

    /// The stream that `next` named gives no sound, or no more, after so many frames of it.
    mutating func fail(stream link: PlaybackLink, _ failure: PlaybackFailure, after frames: Int, now: MonotonicTime)
        -> Step
    {
        hasSounded = hasSounded || frames > 0
        guard isLive else { return fail(link, failure) }
        if frames >= format.frames(inSeconds: Self.proven) {
            tries[index] = nil
            lastFailure = failure
            return .failed(link, failure)
        }
        let count = (tries[index]?.count ?? 0) + 1
        tries[index] = (count, now.advanced(bySeconds: min(Self.longestPause, Double(1 << min(count, 6)))))
        return fail(link, failure)
    }

    func link(_ links: [PlaybackLink]) -> PlaybackLink? { index < links.count ? links[index] : nil }
}
