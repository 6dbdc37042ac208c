import Hardware
import Playback
import TestSupport
import Testing

@Suite struct `Keep-alive` {
    @Test(arguments: [(0.2, 2), (60.0, 1)])
    func `a long tail keeps the card open, on silence, from one bulletin to the next`(
        tail: Double, openings: Int
    ) async throws {
        let stage = try Stage(PlayerSettings(tail: tail))
        let before = stage.recording.openings
        for (id, at) in [("b1", 1.0), ("b2", 31.0)] {
            stage.player.start(PlaybackItem(id: id, segments: [.tone(seconds: 1)], start: .at(stage.soon(at))))
        }
        stage.workers.run()
        let events = await stage.finish()
        #expect(events.record("b1")?.outcome == .completed && events.record("b2")?.outcome == .completed)
        #expect(stage.recording.openings - before == openings)
        #expect(stage.recording.openings == stage.recording.closings)
    }
}
