public import LoaModel

/// Makes sound files of texts, ahead of need, and keeps them.
public protocol SpeechEngine: Sendable {
    /// A WAV file that speaks the text, and how loud it is: at once where it lies ready, otherwise made now, within the engine's
    /// own limits of time and size. What it throws leaves nothing behind but what was there before. Several texts may
    /// be rendered at once. Blocks no thread of the cooperative pool.
    func render(_ speech: Speech) async throws(SpeechFailure) -> SpokenText

    /// Gives up files beyond the cache's size, the oldest first, but none of these.
    func tidy(keeping: [Speech]) async
}
