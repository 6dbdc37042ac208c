import AudioCodecs
import Hardware
import Playback
import TestSupport
import Testing

/// A stage whose player switches an amplifier: lead 300 ms, tail 1 s.
private struct Keyed {
    let workers: SteppedWorkers
    let recording: AudioRecording
    let relay: RelayRecording
    let player: Player

    init(maximum: Double = 60) throws {
        let workers = SteppedWorkers()
        (self.workers, recording, relay) = (workers, AudioRecording(workers), RelayRecording(workers))
        player = try Player(
            output: recording.opener, decoder: .files, workers: workers,
            amplifier: Amplifier(relay.opener, times: AmplifierTimes(lead: 0.3, tail: 1, maximum: maximum)))
        workers.run()
    }

    func soon(_ seconds: Double) -> MonotonicTime { workers.now().advanced(bySeconds: seconds) }

    func finish() async -> [PlaybackEvent] {
        player.shutDown()
        workers.run()
        var events: [PlaybackEvent] = []
        for await event in player.events { events.append(event) }
        return events
    }
}

private func milliseconds(_ later: MonotonicTime, after earlier: MonotonicTime) -> Double {
    Double(later.since(earlier)) / 1e6
}

@Suite struct `The amplifier` {
    @Test func `is taken, off, before anything else, and stays off while nothing is to sound`() async throws {
        let keyed = try Keyed()
        #expect(keyed.relay.openings == 1)
        keyed.workers.run(until: keyed.soon(3_600))
        #expect(keyed.relay.changes.isEmpty)
        #expect(keyed.workers.turns(of: "amplifier") <= 2)
        _ = await keyed.finish()
    }

    @Test func `is on a lead before a planned start, which stays exact, and off a tail after the end`() async throws {
        let keyed = try Keyed()
        let plan = keyed.soon(5)
        keyed.player.start(PlaybackItem(id: "b", segments: [.tone(seconds: 2)], start: .at(plan)))
        keyed.workers.run()
        let changes = keyed.relay.changes
        #expect(changes.map(\.isOn) == [true, false])
        #expect(abs(milliseconds(changes[0].at, after: plan) + 300) < 11)
        #expect(abs(milliseconds(changes[1].at, after: plan) - 3_000) < 50)
        let first = try #require(keyed.recording.firstSound())
        #expect(abs(first.since(plan)) <= 1_000_000)
        #expect(keyed.recording.closings == keyed.recording.openings, "the card closes, with the amplifier off already")
        let events = await keyed.finish()
        #expect(events.record("b")?.startError ?? .max < 20_834)
    }

    @Test func `an alert finds it on, no more than a lead later`() async throws {
        let keyed = try Keyed()
        let told = keyed.workers.now()
        keyed.player.start(PlaybackItem(id: "a", segments: [.tone(seconds: 2)]))
        keyed.workers.run()
        let on = try #require(keyed.relay.changes.first)
        let first = try #require(keyed.recording.firstSound())
        #expect(on.isOn && milliseconds(on.at, after: told) < 1)
        #expect((300..<312).contains(milliseconds(first, after: on.at)))
        let record = try #require(await keyed.finish().record("a"))
        #expect(record.frames == 96_000, "none of it is lost to the lead")
    }

    @Test func `an alert in the middle of a bulletin does not wait`() async throws {
        let keyed = try Keyed()
        keyed.player.start(PlaybackItem(id: "b", segments: [.tone(seconds: 10)]))
        let told = keyed.soon(5)
        keyed.workers.at(told) { keyed.player.start(PlaybackItem(id: "a", segments: [.tone(seconds: 1)])) }
        keyed.workers.run()
        #expect(keyed.relay.changes.count == 2)
        let started = try #require(await keyed.finish().started("a"))
        #expect(milliseconds(started.at, after: told) < 60)
    }

    @Test func `what is withdrawn before its lead never switches it on`() async throws {
        let keyed = try Keyed()
        keyed.player.start(PlaybackItem(id: "b", segments: [.tone(seconds: 1)], start: .at(keyed.soon(5))))
        keyed.workers.at(keyed.soon(4.6)) { keyed.player.stop("b", reason: "cancelled") }
        keyed.workers.run()
        #expect(keyed.relay.changes.isEmpty)
        _ = await keyed.finish()
    }

    @Test func `is cut at its maximum with a fault, while the sound goes on, and on again for the next`() async throws {
        let keyed = try Keyed(maximum: 4)
        let begin = keyed.workers.now()
        keyed.player.start(PlaybackItem(id: "long", segments: [.tone(seconds: 6)]))
        keyed.player.start(PlaybackItem(id: "next", segments: [.tone(seconds: 1)], start: .at(keyed.soon(20))))
        keyed.workers.run()
        let changes = keyed.relay.changes
        #expect(changes.map(\.isOn) == [true, false, true, false])
        #expect(abs(milliseconds(changes[1].at, after: begin) - 4_000) < 1)
        let events = await keyed.finish()
        #expect(events.record("long")?.outcome == .completed)
        #expect(events.contains(.amplifierCut(afterSeconds: 4)))
        #expect(events.contains(.amplifierRested))
    }

    @Test func `a relay that fails never holds up sound, is told once and used again when it works`() async throws {
        let keyed = try Keyed()
        let begin = keyed.workers.now()
        keyed.relay.fail(from: begin, to: begin.advanced(bySeconds: 5))
        keyed.player.start(PlaybackItem(id: "b", segments: [.tone(seconds: 10)]))
        keyed.workers.run()
        let on = try #require(keyed.relay.changes.first)
        #expect((5_000..<6_100).contains(milliseconds(on.at, after: begin)))
        let events = await keyed.finish()
        #expect(events.record("b")?.frames == 480_000)
        let faults = events.filter { if case .amplifierFault = $0 { true } else { false } }
        #expect(faults.count == 1)
        #expect(events.contains(.amplifierReady))
    }

    @Test func `is off while the card is lost, and an alert goes on when both are back`() async throws {
        let keyed = try Keyed()
        let begin = keyed.workers.now()
        keyed.player.start(PlaybackItem(id: "a", segments: [.tone(seconds: 6)]))
        keyed.recording.fail(from: begin.advanced(bySeconds: 2), to: begin.advanced(bySeconds: 10), .disappeared)
        keyed.workers.run()
        let changes = keyed.relay.changes
        #expect(changes.map(\.isOn) == [true, false, true, false])
        #expect((3_000..<3_100).contains(milliseconds(changes[1].at, after: begin)))
        let back = try #require(keyed.recording.firstSound(after: begin.advanced(bySeconds: 9)))
        #expect(milliseconds(back, after: changes[2].at) >= 300)
        let record = try #require(await keyed.finish().record("a"))
        #expect(record.frames > 288_000 - 4_000)
    }

    @Test func `is off at the end, at once`() async throws {
        let keyed = try Keyed()
        keyed.player.start(PlaybackItem(id: "b", segments: [.tone(seconds: 10)]))
        let end = keyed.soon(5)
        keyed.workers.run(until: end)
        #expect(keyed.relay.isOn)
        _ = await keyed.finish()
        #expect(!keyed.relay.isOn)
        #expect(milliseconds(keyed.relay.changes.last?.at ?? end, after: end) < 200)
    }
}
