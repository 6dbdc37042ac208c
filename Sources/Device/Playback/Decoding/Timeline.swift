import Hardware

/// The walk through an item's segments and repeats.
struct Timeline {
    /// What sounds at one place of it.
    enum Piece: Hashable {
        /// Made here: the attention tone, the speaker test's sweep, or silence.
        case made(frames: Int, MadeSound)
        case file(path: String)
        case chain([PlaybackLink], isLive: Bool)
    }

    private let pieces: [Piece]
    private let gap: Int
    private let repeats: Int
    private let skipped: Int
    /// Length of each piece in frames, nil while not known.
    private var lengths: [Int?]
    private var index = 0
    private var round = 0
    private var roundLength = 0

    init(item: PlaybackItem, format: AudioFormat) {
        pieces = item.segments.map { segment in
            switch segment {
            case .tone(let seconds): .made(frames: format.frames(inSeconds: seconds), .tone)
            case .silence(let seconds): .made(frames: format.frames(inSeconds: seconds), .silence)
            case .sweep(let seconds): .made(frames: format.frames(inSeconds: seconds), .sweep)
            case .file(let path): .file(path: path)
            case .chain(let links): .chain(links, isLive: false)
            case .live(let links): .chain(links, isLive: true)
            }
        }
        gap = format.frames(inSeconds: item.gap)
        repeats = max(1, min(1_000, item.repeats))
        skipped = format.frames(inSeconds: item.offset)
        lengths = pieces.map { piece in
            guard case .made(let frames, _) = piece else { return nil }
            return frames
        }
    }

    /// The piece it stands at, nil past the end. The gap is a piece of its own after each round but the last.
    var current: Piece? {
        guard round < repeats else { return nil }
        if index < pieces.count { return pieces[index] }
        return round + 1 < repeats ? .made(frames: gap, .silence) : nil
    }

    /// The length of the piece it stands at, where it is known.
    var knownLength: Int? {
        index < lengths.count ? lengths[index] : gap
    }

    /// Frames from the item's offset to the end, where every length is known.
    var total: Int? {
        var sum = 0
        for length in lengths {
            guard let length else { return nil }
            sum = min(Int(Int32.max), sum + length)
        }
        return max(0, sum * repeats + gap * (repeats - 1) - skipped)
    }

    mutating func learn(length: Int) {
        if index < lengths.count { lengths[index] = length }
    }

    /// Goes on to the next piece. A round that held no sound is the last.
    mutating func step(length: Int) {
        roundLength += min(length, Int(Int32.max))
        index += 1
        guard index > pieces.count || (index == pieces.count && gap == 0) else { return }
        round = roundLength > 0 ? round + 1 : repeats
        index = 0
        roundLength = 0
    }
}
