import Foundation
import Hardware
import Playback
import TestSupport
import Testing

@Suite struct `Lost outputs` {
    @Test func `a bulletin goes on where the clock says once the card is back`() async throws {
        let stage = try Stage()
        let signal = Signal.staircase(seconds: 6, rate: 48_000, channels: 2)
        let plan = stage.soon(1)
        stage.player.start(
            PlaybackItem(
                id: "b", segments: [.file(path: try stage.file(signal))], start: .at(plan), lateness: .joinInProgress))
        stage.recording.fail(
            from: plan.advanced(bySeconds: 1), to: plan.advanced(bySeconds: 3.3), .disappeared)
        stage.workers.run()
        let events = await stage.finish()
        let record = try #require(events.record("b"))
        #expect(events.faults.count == 1)
        #expect(events.faults.first?.code == .disappeared)
        #expect(record.outcome == .completed)
        #expect(record.lostOutput)
        let lost = 144_000 * 2 - record.frames
        #expect(abs(Double(lost) / 48_000 - 2.8) < 0.6, "lost \(lost) frames")
        #expect(abs(record.ended.since(plan.advanced(bySeconds: 6))) < 3_000_000)
        // Where each later sample lies on the clock.
        let at = plan.advanced(bySeconds: 5)
        let sound = stage.sound(from: at)
        let from = 240_000 * 2
        let shift = (-4...4).first { shift in
            Array(sound[100..<2_100]) == Array(signal.samples[(from + 100 + shift * 2)..<(from + 2_100 + shift * 2)])
        }
        #expect(shift != nil)
    }

    @Test func `a card that lagged before it went is joined by the clock all the same`() async throws {
        let stage = try Stage()
        let signal = Signal.staircase(seconds: 6, rate: 48_000, channels: 2)
        let plan = stage.soon(1)
        stage.player.start(
            PlaybackItem(
                id: "b", segments: [.file(path: try stage.file(signal))], start: .at(plan), lateness: .joinInProgress))
        stage.recording.hang(at: plan.advanced(bySeconds: 1), seconds: 0.7)
        stage.recording.fail(from: plan.advanced(bySeconds: 2.5), to: plan.advanced(bySeconds: 3.3), .disappeared)
        stage.workers.run()
        let record = try #require(await stage.finish().record("b"))
        #expect(record.outcome == .completed)
        #expect(abs(record.ended.since(plan.advanced(bySeconds: 6))) < 3_000_000)
    }

    @Test func `an alert goes on where it stopped and loses only what was queued`() async throws {
        let stage = try Stage()
        let start = stage.workers.now()
        stage.player.start(PlaybackItem(id: "a", segments: [.tone(seconds: 3)]))
        stage.recording.fail(from: start.advanced(bySeconds: 1), to: start.advanced(bySeconds: 9), .disappeared)
        stage.workers.run()
        let record = try #require(await stage.finish().record("a"))
        #expect(record.outcome == .completed)
        #expect(record.frames > 144_000 - 4_000 && record.frames < 144_000)
        #expect(record.ended > start.advanced(bySeconds: 10.5))
    }

    @Test func `an item whose time passes without an output fails with the output's fault`() async throws {
        let stage = try Stage()
        let plan = stage.soon(1)
        stage.recording.fail(from: stage.soon(0), to: stage.soon(100), .notFound)
        stage.player.start(
            PlaybackItem(id: "b", segments: [.tone(seconds: 5)], start: .at(plan), maximumDuration: 5))
        stage.workers.run(until: stage.soon(20))
        let turns = stage.workers.turns(of: "play")
        #expect(turns <= 42, "retries back off: \(turns)")
        let events = await stage.finish()
        guard case .failed(.output(let failure)) = events.record("b")?.outcome else {
            Issue.record("\(String(describing: events.record("b")))")
            return
        }
        #expect(failure.code == .notFound)
        #expect(events.record("b")?.frames == 0)
        #expect(events.faults.count == 1)
    }

    @Test func `a bulletin that waited for the card is as late as its first sound`() async throws {
        let stage = try Stage()
        let plan = stage.soon(1)
        stage.recording.fail(from: stage.soon(0), to: plan.advanced(bySeconds: 2.5), .busy)
        let signal = Signal.staircase(seconds: 6, rate: 48_000, channels: 2)
        stage.player.start(
            PlaybackItem(
                id: "b", segments: [.file(path: try stage.file(signal))], start: .at(plan), lateness: .joinInProgress))
        stage.workers.run()
        let record = try #require(await stage.finish().record("b"))
        let started = try #require(record.started)
        #expect(started.since(plan) >= 2_500_000_000)
        #expect(record.startError == started.since(plan))
    }

    @Test func `a stop while the output is away ends the item at once`() async throws {
        let stage = try Stage()
        stage.recording.fail(from: stage.soon(0), to: stage.soon(1_000), .busy)
        stage.player.start(PlaybackItem(id: "a", segments: [.tone(seconds: 5)]))
        stage.workers.run(until: stage.soon(2))
        stage.player.stop("a", reason: "cancelled")
        stage.workers.run(until: stage.soon(0.1))
        let events = await stage.finish()
        #expect(events.record("a")?.outcome == .stopped(reason: "cancelled"))
    }

    @Test func `a fault is over within half a minute of the card's return, with nothing due`() async throws {
        let stage = try Stage()
        let start = stage.workers.now()
        stage.recording.fail(from: start, to: start.advanced(bySeconds: 95), .disappeared)
        stage.player.start(PlaybackItem(id: "a", segments: [.tone(seconds: 1)], maximumDuration: 1))
        stage.workers.run(until: start.advanced(bySeconds: 90))
        let turns = stage.workers.turns(of: "play")
        stage.workers.run(until: start.advanced(bySeconds: 130))
        #expect(stage.workers.turns(of: "play") - turns < 8)
        let events = await stage.finish()
        let fault = try #require(events.lastIndex { if case .outputFault = $0 { true } else { false } })
        #expect(events[fault...].contains(.outputReady(.standard)))
    }

    @Test func `an output of another rate has the item decoded for it`() async throws {
        let odd = AudioFormat(rate: 44_100, channels: 1, periodFrames: 441, bufferFrames: 1_764)
        let stage = try Stage(outputs: odd)
        stage.player.start(PlaybackItem(id: "a", segments: [.tone(seconds: 2)]))
        stage.workers.run()
        let events = await stage.finish()
        #expect(events.records("a").count == 1)
        let record = try #require(events.record("a"))
        #expect(record.outcome == .completed)
        #expect(record.rate == 44_100)
        #expect(record.frames == 88_200)
        #expect(events.contains(.outputReady(odd)))
    }
}
