import Hardware
import LoaModel

/// A speech engine whose voice is the test: each text waits until the test says what becomes of it.
final class ScriptedSpeech: SpeechEngine {
    /// What was asked for.
    let asked: AsyncStream<Speech>
    private let asking: AsyncStream<Speech>.Continuation
    private let outcomes: AsyncStream<SpeechFailure?>
    private let outcome: AsyncStream<SpeechFailure?>.Continuation

    /// What its texts are measured to be, in LUFS; their peaks are 10 dB above.
    private let loudness: Double?

    init(loudness: Double? = nil) {
        self.loudness = loudness
        (asked, asking) = AsyncStream.makeStream(of: Speech.self)
        (outcomes, outcome) = AsyncStream.makeStream(of: SpeechFailure?.self)
    }

    /// The next text is spoken.
    func speaks() { outcome.yield(nil) }
    /// The next text fails.
    func fails() { outcome.yield(SpeechFailure(.failed, "no such voice")) }

    func render(_ speech: Speech) async throws(SpeechFailure) -> SpokenText {
        asking.yield(speech)
        for await failure in outcomes {
            if let failure { throw failure }
            return SpokenText(path: "/speech/\(speech.text)", loudness: loudness, truePeak: loudness.map { $0 + 10 })
        }
        throw SpeechFailure(.failed, "the test is over")
    }

    func tidy(keeping: [Speech]) async {}
}
