import AudioCodecs
import Hardware
import LoaModel
import TestSupport
import Testing

@testable import Playback

/// The whole player with a microphone in its room.
struct EarTests {
    private func play(
        seconds: Double = 9, gain: Float, noise: Float, _ prepare: (RoomMicrophone) -> Void = { _ in }
    ) async throws -> (events: [PlaybackEvent], microphone: RoomMicrophone, recording: AudioRecording) {
        let workers = SteppedWorkers()
        let recording = AudioRecording(workers)
        let microphone = RoomMicrophone(of: recording, gain: gain, noise: noise)
        prepare(microphone)
        let player = try Player(
            output: recording.opener, decoder: .files, workers: workers, ear: Ear(microphone.opener))
        workers.run()
        let scratch = try Scratch()
        let samples = HornAndRoom.programme(seconds: seconds, rate: 48_000, seed: 1).map { Int16($0 * 20_000) }
        let path = try scratch.write(Signal(rate: 48_000, channels: 1, samples: samples).wave, as: "media.wav")
        player.start(
            PlaybackItem(id: "a", segments: [.file(path: path)], start: .at(workers.now().advanced(bySeconds: 2))))
        workers.run(until: workers.now().advanced(bySeconds: seconds + 6))
        player.shutDown()
        workers.run()
        var events: [PlaybackEvent] = []
        for await event in player.events { events.append(event) }
        return (events, microphone, recording)
    }

    private func hearings(_ events: [PlaybackEvent]) -> [Hearing] {
        events.compactMap { event in
            guard case .heard("a", let hearing) = event else { return nil }
            return hearing
        }
    }

    @Test("A bulletin is heard; its microphone is open while it sounds and closed after")
    func heard() async throws {
        let (events, microphone, recording) = try await play(gain: 0.05, noise: 0.002)
        let hearing = try #require(hearings(events).first)
        #expect(hearings(events).count == 1)
        #expect(hearing.verdict == .heard && hearing.stretchesHeard >= 3)
        #expect(abs(try #require(hearing.delayMilliseconds) - 20) < 3)
        #expect(microphone.openings == 1 && microphone.closings == 1)
        #expect(events.record("a")?.underruns == 0 && recording.openings == 2)
    }

    @Test("A sweep that starts at once comes back with the room's gain, though the microphone opens with it")
    func sweep() async throws {
        let workers = SteppedWorkers()
        let recording = AudioRecording(workers)
        let microphone = RoomMicrophone(of: recording, gain: 0.1, noise: 0.001)
        let player = try Player(
            output: recording.opener, decoder: .files, workers: workers, ear: Ear(microphone.opener))
        workers.run()
        player.start(PlaybackItem(id: "a", segments: [.sweep(seconds: 4)]))
        workers.run(until: workers.now().advanced(bySeconds: 8))
        player.shutDown()
        workers.run()
        var found: (hearing: Hearing, response: SpeakerResponse?)?
        for await event in player.events {
            if case .swept("a", let hearing, let response) = event { found = (hearing, response) }
        }
        let swept = try #require(found)
        #expect(swept.hearing.verdict == .heard)
        let bands = try #require(swept.response).bands
        #expect(bands.allSatisfy { $0.isHeard && abs($0.gainDecibels + 20) < 1 }, "\(bands)")
    }

    @Test("A horn that is cut off is not heard; a dead microphone cannot tell")
    func cutOff() async throws {
        #expect(hearings(try await play(gain: 0, noise: 0.02).events).map(\.verdict) == [.notHeard])
        let dead = hearings(try await play(gain: 0, noise: 0).events)
        #expect(dead.map(\.verdict) == [.cannotTell] && dead.map(\.reason) == [.microphoneSilent])
    }

    @Test("A microphone that is not there is a fault, told once; the sound is the same, and nothing can be told")
    func noMicrophone() async throws {
        let (events, microphone, _) = try await play(seconds: 3, gain: 0.1, noise: 0) { $0.fail(.notFound) }
        #expect(microphone.openings == 0)
        let faults = events.filter { if case .inputFault = $0 { true } else { false } }
        #expect(faults.count == 1)
        #expect(hearings(events).map(\.reason) == [.noMicrophone])
        #expect(events.record("a")?.frames == 144_000 && events.record("a")?.underruns == 0)
    }
}
