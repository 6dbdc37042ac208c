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

    @Test func `a bulletin goes on where the clock says on a card that is back with another rate`() async throws {
        let stage = try Stage()
        // Each second is louder than the one before by the same step.
        let samples = (0..<288_000).map { frame -> Int16 in
            let level = 2_000 * Double(frame / 48_000 + 1)
            return Int16(level * sin(Double(frame) / 10))
        }
        let plan = stage.soon(1)
        stage.player.start(
            PlaybackItem(
                id: "b", segments: [.file(path: try stage.file(Signal(rate: 48_000, channels: 1, samples: samples)))],
                start: .at(plan), lateness: .joinInProgress, maximumDuration: 20))
        let back = plan.advanced(bySeconds: 3.3)
        stage.recording.fail(from: plan.advanced(bySeconds: 1), to: back, .disappeared)
        let other = AudioFormat(rate: 44_100, channels: 1, periodFrames: 441, bufferFrames: 1_764)
        stage.recording.settle(on: other, from: back)
        stage.workers.run()
        let events = await stage.finish()
        #expect(events.records("b").count == 1)
        let record = try #require(events.record("b"))
        #expect(record.outcome == .completed && record.rate == 44_100)
        #expect(abs(record.ended.since(plan.advanced(bySeconds: 6))) < 3_000_000, "ended at another instant")
        #expect(abs(record.position - 6) < 0.001)
        // A second before the loss, less what was queued, and the rest from some tenths of a second after the return.
        let heard = Double(record.frames) / 44_100
        #expect((3.0...3.7).contains(heard), "heard \(heard) s")
        for second in 4..<6 {
            let from = plan.advanced(bySeconds: Double(second) + 0.4)
            let near = stage.recording.blocks.filter { abs($0.leaves.since(from)) < 100_000_000 }
            let loudest = near.compactMap { $0.samples.max() }.max().map { Int($0) }
            #expect(abs((loudest ?? 0) - 2_000 * (second + 1)) < 200, "at second \(second): \(loudest ?? 0)")
        }
    }

    @Test func `an alert loses nothing but what was queued on a card that is back with another rate, nor gains time`()
        async throws
    {
        let stage = try Stage()
        let start = stage.workers.now()
        stage.player.start(PlaybackItem(id: "a", segments: [.tone(seconds: 10)], maximumDuration: 4))
        let back = start.advanced(bySeconds: 2)
        stage.recording.fail(from: start.advanced(bySeconds: 1), to: back, .disappeared)
        let other = AudioFormat(rate: 24_000, channels: 2, periodFrames: 240, bufferFrames: 960)
        stage.recording.settle(on: other, from: back)
        stage.workers.run()
        let record = try #require(await stage.finish().record("a"))
        #expect(record.outcome == .reachedMaximum && record.rate == 24_000)
        let heard = Double(record.frames) / 24_000
        #expect((3.8...4.001).contains(heard), "heard \(heard) s of at most 4")
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
