import Hardware
public import LoaModel

/// A text, and when it is to sound.
public struct SpeechNeed: Hashable, Sendable {
    public var speech: Speech
    public var due: Timestamp
}

/// What became of a text.
enum SpeechNews: Hashable, Sendable {
    case ready(Speech, SpokenText)
    case failed(Speech, String)
}
