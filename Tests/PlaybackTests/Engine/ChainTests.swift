import Foundation
import Hardware
import Playback
import TestSupport
import Testing

@Suite struct `Chains and the alert's form` {
    private let signal = Signal.staircase(seconds: 1, rate: 48_000, channels: 2)

    private func alert(_ links: [PlaybackLink], tone: Double = 3, repeats: Int = 1, gap: Double = 2) -> PlaybackItem {
        PlaybackItem(
            id: "a", segments: (tone > 0 ? [.tone(seconds: tone)] : []) + [.chain(links)], repeats: repeats, gap: gap)
    }

    /// Seconds of silence that are longer than two fades, between the first and the last sound.
    private func silences(in samples: [Int16]) -> [Double] {
        let loud = samples.indices.filter { samples[$0].magnitude > 30 }
        return zip(loud, loud.dropFirst()).map { Double($1 - $0) / 96_000 }.filter { $0 > 0.045 }
    }

    /// The second at which the signal's middle stands in what sounded; nil where it does not.
    private func place(of signal: Signal, in samples: [Int16]) -> Double? {
        let wanted = Array(signal.samples[48_000..<48_064])
        let found = samples.indices.dropLast(64).first { index in
            samples[index] == wanted[0] && Array(samples[index..<(index + 64)]) == wanted
        }
        return found.map { Double($0 - 48_000) / 96_000 }
    }

    private func sound(_ stage: Stage) async throws -> (samples: [Int16], events: [PlaybackEvent]) {
        let events = await stage.finish()
        return (stage.sound(from: try #require(events.started("a")).at), events)
    }

    @Test func `a text that is spoken under the tone follows it without a gap`() async throws {
        let stage = try Stage()
        let path = try stage.file(signal)
        let awaited = AwaitedSound()
        stage.player.start(alert([.awaited(awaited)]))
        stage.workers.at(stage.soon(1.5)) { awaited.settle(.ready(path: path)) }
        stage.workers.run()
        let (samples, events) = try await sound(stage)
        #expect(place(of: signal, in: samples) == 3)
        #expect(events.record("a")?.outcome == .completed)
        #expect(events.record("a")?.lateFrames == 0)
    }

    @Test func `the tone goes on, without a hole, until a slow engine has spoken`() async throws {
        let stage = try Stage()
        let path = try stage.file(signal)
        let awaited = AwaitedSound()
        stage.player.start(alert([.awaited(awaited)]))
        stage.workers.at(stage.soon(5.2)) { awaited.settle(.ready(path: path)) }
        stage.workers.run()
        let (samples, events) = try await sound(stage)
        let spoken = try #require(place(of: signal, in: samples))
        #expect((5.2...7).contains(spoken), "\(spoken)")
        #expect(silences(in: samples) == [])
        #expect(events.record("a")?.lateFrames == 0)
    }

    @Test func `an engine that hangs gives way to the recorded message after ten seconds of tone`() async throws {
        let stage = try Stage()
        let path = try stage.file(signal)
        let awaited = AwaitedSound()
        stage.player.start(alert([.awaited(awaited), .file(path: path)], repeats: 2))
        stage.workers.run()
        let (samples, events) = try await sound(stage)
        let spoken = try #require(place(of: signal, in: samples))
        #expect((9.5...10.5).contains(spoken), "\(spoken)")
        #expect(events.failures.count == 2)
        // The silence that was ordered between the two, and none else.
        let gaps = silences(in: samples)
        #expect(gaps.count == 1 && abs(gaps[0] - 2) < 0.05, "\(gaps)")
        #expect(events.record("a")?.outcome == .completed)
    }

    @Test func `an engine that fails gives way to the recorded message at once`() async throws {
        let stage = try Stage()
        let path = try stage.file(signal)
        let awaited = AwaitedSound(.given(up: "no such voice"))
        stage.player.start(alert([.awaited(awaited), .file(path: path)]))
        stage.workers.run()
        let (samples, events) = try await sound(stage)
        #expect(place(of: signal, in: samples) == 3)
        #expect(events.failures == [.speech("no such voice")])
    }

    @Test func `a text that comes late is spoken the next time round`() async throws {
        let stage = try Stage()
        let path = try stage.file(signal)
        let awaited = AwaitedSound(.given(up: "it crashed"))
        stage.player.start(alert([.awaited(awaited)], repeats: 2, gap: 5))
        stage.workers.at(stage.soon(4)) { awaited.settle(.ready(path: path)) }
        stage.workers.run()
        let (samples, _) = try await sound(stage)
        #expect(place(of: signal, in: samples) == 11)
    }

    @Test(arguments: [0.0, 3.0])
    func `with nothing that sounds the tone does, as often as ordered`(tone: Double) async throws {
        let stage = try Stage()
        let links: [PlaybackLink] = [.awaited(AwaitedSound(.given(up: "broken"))), .file(path: "/nowhere.wav")]
        stage.player.start(
            alert(links + (tone == 0 ? [.tone(seconds: 3)] : []), tone: tone, repeats: 3, gap: 4))
        stage.workers.run()
        let (samples, events) = try await sound(stage)
        #expect(silences(in: samples).map { ($0 * 10).rounded() / 10 } == [4, 4])
        let record = try #require(events.record("a"))
        #expect(record.outcome == .completed)
        #expect(record.frames == (3 * 3 + 2 * 4) * 48_000)
        #expect(events.failures.count == 6)
    }

    @Test func `a damaged file gives way to the next, from its beginning`() async throws {
        let stage = try Stage()
        let path = try stage.file(signal)
        let damaged = try stage.scratch.write(Data("RIFF is not all".utf8), as: "damaged.wav")
        stage.player.start(alert([.file(path: damaged), .file(path: path)], tone: 0))
        stage.workers.run()
        let (samples, events) = try await sound(stage)
        #expect(place(of: signal, in: samples) == 0)
        #expect(events.failures.count == 1)
    }

    @Test func `one joins a file of a chain where the clock says`() async throws {
        let stage = try Stage()
        let path = try stage.file(Signal.staircase(seconds: 4, rate: 48_000, channels: 2, step: 1))
        stage.player.start(
            PlaybackItem(
                id: "a", segments: [.chain([.file(path: path), .tone(seconds: 1)])], lateness: .joinInProgress,
                offset: 3))
        stage.workers.run()
        let events = await stage.finish()
        #expect(events.record("a")?.frames == 48_000)
    }
}

extension [PlaybackEvent] {
    /// Why links of chains did not sound.
    var failures: [PlaybackFailure] {
        compactMap { event in
            guard case .linkFailed(_, _, let failure) = event else { return nil }
            return failure
        }
    }
}
