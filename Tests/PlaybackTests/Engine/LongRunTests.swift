import Foundation
import Hardware
import Playback
import TestSupport
import Testing

@Suite struct `Long runs` {
    @Test func `a day of bulletins with alerts and lost cards ends each one and keeps no memory`() async {
        await #expect(processExitsWith: .success) {
            let stage = try Stage(
                PlayerSettings(
                    format: AudioFormat(rate: 8_000, channels: 1, periodFrames: 80, bufferFrames: 240),
                    decodeAhead: 0.5))
            let path = try stage.file(.sines([(440, 0.4)], seconds: 2, rate: 8_000))
            var ended = 0
            var completed = 0
            var late = 0
            var memory = 0
            var reader = stage.player.events.makeAsyncIterator()
            for hour in 0..<24 {
                for slot in 0..<10 {
                    let plan = stage.soon(300)
                    stage.player.start(
                        PlaybackItem(
                            id: "b\(hour)-\(slot)", segments: [.file(path: path)], start: .at(plan),
                            lateness: .joinInProgress))
                    if slot == 3 {
                        stage.workers.at(plan.advanced(bySeconds: 0.7)) {
                            stage.player.start(PlaybackItem(id: "alert\(hour)", segments: [.tone(seconds: 1)]))
                        }
                    }
                    if slot == 6 {
                        stage.recording.fail(
                            from: plan.advanced(bySeconds: 0.5), to: plan.advanced(bySeconds: 1), .disappeared)
                    }
                    stage.workers.run()
                    stage.recording.forget()
                    var expected = slot == 3 ? 2 : 1
                    while expected > 0, let event = await reader.next() {
                        guard case .ended(_, let record) = event else { continue }
                        expected -= 1
                        ended += 1
                        completed += record.outcome == .completed ? 1 : 0
                        late += abs(record.startError) > 1_000_000 ? 1 : 0
                    }
                }
                if hour == 3 { memory = residentBytes() }
            }
            precondition(ended == 264, "\(ended) ended")
            precondition(completed == 264, "\(completed) completed")
            precondition(late == 0, "\(late) were late")
            precondition(residentBytes() - memory < 2 << 20, "grew by \(residentBytes() - memory) bytes")
        }
    }

    @Test func `items that come and go in any order each end once`() async throws {
        let stage = try Stage()
        var random = Lehmer(state: 7)
        var ids: [String] = []
        for step in 0..<120 {
            let id = "i\(step)"
            let at = stage.soon(Double(random.next(100)) / 20)
            switch random.next(4) {
            case 0: stage.player.stop(ids.randomElementLike(&random) ?? "none", reason: "random")
            case 1:
                stage.player.prepare(PlaybackItem(id: id, segments: [.tone(seconds: 0.1)], start: .at(at)))
                ids.append(id)
            default:
                stage.player.start(
                    PlaybackItem(
                        id: id, segments: [.tone(seconds: 0.2), .file(path: "/none")], start: .at(at),
                        maximumDuration: random.next(2) == 0 ? 0.1 : nil))
                ids.append(id)
            }
            stage.workers.run(until: stage.soon(Double(random.next(10)) / 10))
        }
        stage.workers.run()
        let events = await stage.finish()
        for id in ids { #expect(events.records(id).count == 1, "\(id)") }
    }
}

extension [String] {
    /// One of them, by the test's own generator.
    fileprivate func randomElementLike(_ random: inout Lehmer) -> String? {
        isEmpty ? nil : self[random.next(count)]
    }
}
