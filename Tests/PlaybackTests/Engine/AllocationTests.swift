import CAllocationHook
import Hardware
import Playback
import TestSupport
import Testing

/// The C library's allocator and mutexes are hooked in this program (CAllocationHook).
@Suite struct `The real-time thread` {
    /// Everything that the engine does while a card runs, on a card that is 300 ppm fast.
    private func playEverything() throws -> (count: Watch.Count, step: PlaybackStep, underruns: Int) {
        let stage = try WatchedStage(errors: CardErrors(drift: 300, jitter: 300_000, start: 0.002))
        let loud = Signal.sines([(300, 1), (500, 0.9)], seconds: 12, rate: 16_000)
        let file = try stage.scratch.write(loud.wave, as: "loud.wav")
        let plan = stage.soon(1)
        func at(_ seconds: Double, _ act: @escaping @Sendable () -> Void) {
            stage.workers.at(plan.advanced(bySeconds: seconds), act)
        }
        let player = stage.player
        player.start(
            PlaybackItem(
                id: "bulletin", segments: [.file(path: file)], start: .at(plan), lateness: .joinInProgress, gain: 12))
        // An alert over it; it fades out, and is joined again; the next one begins at its end.
        at(5) {
            player.start(
                PlaybackItem(id: "alert", segments: [.tone(seconds: 1)], repeats: 2, gap: 0.3, takesOver: true))
            player.stop("bulletin", reason: "pre-empted")
        }
        at(8) {
            player.start(
                PlaybackItem(
                    id: "again", segments: [.file(path: file)], start: .at(plan), lateness: .joinInProgress))
            player.start(
                PlaybackItem(id: "next", segments: [.tone(seconds: 2)], start: .at(plan.advanced(bySeconds: 12))))
        }
        // The thread stands still until the card is dry; a decoder is late; the card's sound hangs.
        at(9) { stage.workers.advance(to: stage.workers.now().advanced(bySeconds: 0.3)) }
        at(10) { stage.watch.holdDecoders(until: plan.advanced(bySeconds: 13.2)) }
        stage.recording.hang(at: plan.advanced(bySeconds: 11), seconds: 0.05)
        stage.workers.run(until: plan.advanced(bySeconds: 17))
        let step = player.step
        stage.finish()
        return (stage.watch.take(), step, 1)
    }

    @Test func `allocates, frees and locks nothing while the card runs`() throws {
        // The first time, the runtime makes its descriptions of generic types, once in the life of the process.
        _ = try playEverything()
        let (count, step, _) = try playEverything()
        #expect(count.turns > 1_300, "\(count.turns) turns")
        #expect(count.doings == 0, "\(count.doings) in \(count.turns) turns, by \(count.culprits)")
        #expect(step.jumps > 0 && step.error != nil, "it was not all played: \(step)")
    }

    @Test func `would be seen to`() {
        loa_watch_begin()
        let memory = UnsafeMutablePointer<Int>.allocate(capacity: 100)
        memory.deallocate()
        #expect(loa_watch_end() == 2)
    }
}
