import AudioCodecs
import Hardware
import Playback
import TestSupport
import Testing

@Suite struct `Live chains` {
    private static let a = "http://a.example/live"
    private static let b = "rtp://0.0.0.0:5004"

    /// What an item of these links does for so many seconds.
    private func play(
        _ links: [PlaybackLink], _ scripts: [String: [[ScriptedStreams.Part]]], seconds: Double
    ) async throws -> (heard: String, record: PlaybackRecord, events: [PlaybackEvent], opened: [String]) {
        let workers = SteppedWorkers()
        let recording = AudioRecording(workers, format: nil)
        let streams = ScriptedStreams(scripts, now: workers.now)
        let player = try Player(output: recording.opener, decoder: streams.decoder, workers: workers)
        workers.run()
        player.start(
            PlaybackItem(id: "r", segments: [.live(links)], start: .now, maximumDuration: seconds))
        workers.run()
        player.shutDown()
        workers.run()
        var events: [PlaybackEvent] = []
        for await event in player.events { events.append(event) }
        let record = try #require(events.record("r"))
        return (letters(recording.samples), record, events, streams.opened)
    }

    /// Each half second: the level in tenths, 0 for silence, T for the tone.
    private func letters(_ samples: [Int16]) -> String {
        let sounding = samples.firstIndex { $0 != 0 } ?? 0
        let step = 48_000
        return stride(from: sounding + step / 2, to: samples.count, by: step).map { place in
            let part = samples[place..<min(samples.count, place + 200)]
            if part.contains(where: { $0 < -1_000 }) { return "T" }
            return String(Int((Double(part.last ?? 0) / 3_276.8).rounded()))
        }.joined()
    }

    @Test func `a stream sounds to the end of its time`() async throws {
        let played = try await play(
            [.stream(address: Self.a)], [Self.a: [[.gap(seconds: 1), .sound(seconds: 100, level: 0.3)]]], seconds: 5)
        #expect(played.record.outcome == .reachedMaximum)
        #expect(played.heard.hasPrefix("33333333"))
        #expect(played.events.contains(.linkSounds(id: "r", link: .stream(address: Self.a))))
    }

    @Test func `one that dies early gives way to the second address, without a hole`() async throws {
        let played = try await play(
            [.stream(address: Self.a), .stream(address: Self.b)],
            [Self.a: [[.sound(seconds: 4, level: 0.3)]], Self.b: [[.sound(seconds: 100, level: 0.5)]]], seconds: 8)
        #expect(played.heard.hasPrefix("33333333" + "5555555"))
        #expect(played.record.lateFrames == 0)
        #expect(played.opened == [Self.a, Self.b])
        #expect(played.events.failures.count == 1)
    }

    @Test func `one that has proved itself is tried again first`() async throws {
        let played = try await play(
            [.stream(address: Self.a), .stream(address: Self.b)],
            [Self.a: [[.sound(seconds: 11, level: 0.3)], [.sound(seconds: 100, level: 0.4)]]], seconds: 15)
        #expect(played.opened == [Self.a, Self.a])
        #expect(played.heard.contains("334444"))
        #expect(played.record.lateFrames == 0)
    }

    @Test func `with no stream the recorded file sounds, and the streams are tried again behind it`() async throws {
        let scratch = try Scratch()
        let path = try scratch.write(
            Signal(rate: 48_000, channels: 2, samples: [Int16](repeating: 6_554, count: 96_000 * 5)).wave, as: "r.wav")
        let played = try await play(
            [.stream(address: Self.a), .file(path: path)],
            [Self.a: [[], [.sound(seconds: 100, level: 0.4)]]], seconds: 10)
        #expect(played.heard.hasPrefix("2222222222" + "44444"))
        #expect(played.opened == [Self.a, Self.a])
        #expect(played.record.lateFrames == 0)
    }

    @Test func `one that hangs gives way before silence is too long, whoever stands behind it`() async throws {
        let played = try await play(
            [.stream(address: Self.a), .stream(address: Self.b), .tone(seconds: 3)],
            [Self.a: [[.gap(seconds: 1_000)]], Self.b: [[.gap(seconds: 1_000)]]], seconds: 20)
        #expect(played.heard.hasPrefix("TTTTTT"))
        #expect(played.record.frames >= 3 * 48_000)
        #expect(played.record.outcome == .reachedMaximum)
        #expect(played.record.lateFrames == 0, "each further try makes no hole")
    }

    @Test func `when nothing sounds the item fails as a stream, so that it is tried again later`() async throws {
        let played = try await play([.stream(address: Self.a), .stream(address: Self.b)], [:], seconds: 20)
        guard case .failed(.media(let failure)) = played.record.outcome else {
            Issue.record("it ended as \(played.record.outcome)")
            return
        }
        #expect(failure.code == .unreachable)
        #expect(played.opened == [Self.a, Self.b])
        #expect(played.record.frames == 0)
    }

    @Test func `one that comes and goes is not opened more than is good for it`() async throws {
        let played = try await play(
            [.stream(address: Self.a), .tone(seconds: 1)],
            [Self.a: Array(repeating: [.sound(seconds: 0.5, level: 0.3)], count: 1_000)], seconds: 300)
        #expect(played.opened.count < 25, "\(played.opened.count)")
        #expect(played.record.lateFrames == 0)
    }
}
