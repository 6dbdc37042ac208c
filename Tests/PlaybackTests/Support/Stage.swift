import AudioCodecs
import Foundation
import Hardware
import Playback
import TestSupport

/// A player on the recording output and stepped workers: no threads, no waiting.
final class Stage: Sendable {
    let workers: SteppedWorkers
    let recording: AudioRecording
    let player: Player
    let scratch: Scratch
    let format: AudioFormat

    convenience init(
        _ settings: PlayerSettings = PlayerSettings(), outputs format: AudioFormat? = nil,
        errors: CardErrors = CardErrors()
    ) throws {
        try self.init(settings, outputs: format, errors: errors, workers: SteppedWorkers(), decoder: .files)
    }

    init<Audio: DecodedAudio & ~Copyable>(
        _ settings: PlayerSettings, outputs format: AudioFormat? = nil, errors: CardErrors = CardErrors(),
        workers: SteppedWorkers, decoder: AudioDecoder<Audio>
    ) throws {
        self.workers = workers
        recording = AudioRecording(workers, format: format, errors: errors)
        self.format = format ?? settings.format
        scratch = try Scratch()
        player = try Player(output: recording.opener, decoder: decoder, workers: workers, settings: settings)
        // The look whether the output can be opened at all.
        workers.run()
    }

    /// The instant so many seconds from now.
    func soon(_ seconds: Double) -> MonotonicTime {
        workers.now().advanced(bySeconds: seconds)
    }

    func file(_ signal: Signal, _ name: String = "media.wav") throws -> String {
        try scratch.write(signal.wave, as: name)
    }

    /// Shuts down and gives all that was told.
    func finish() async -> [PlaybackEvent] {
        player.shutDown()
        workers.run()
        var events: [PlaybackEvent] = []
        for await event in player.events { events.append(event) }
        return events
    }

    /// The recording from an instant on, up to the last sound.
    func sound(from instant: MonotonicTime) -> [Int16] {
        var samples: [Int16] = []
        for block in recording.blocks {
            let frames = format.frames(inNanoseconds: instant.since(block.leaves))
            guard frames < format.periodFrames else { continue }
            samples += block.samples.dropFirst(max(0, frames) * format.channels)
        }
        return samples
    }
}

extension [PlaybackEvent] {
    func record(_ id: String) -> PlaybackRecord? {
        for case .ended(id, let record) in self { return record }
        return nil
    }

    func records(_ id: String) -> [PlaybackRecord] {
        compactMap { event in
            guard case .ended(id, let record) = event else { return nil }
            return record
        }
    }

    func started(_ id: String) -> (at: MonotonicTime, plannedError: Int64)? {
        for case .started(id, let at, let error) in self { return (at, error) }
        return nil
    }

    var faults: [AudioOutputFailure] {
        compactMap { event in
            guard case .outputFault(let failure) = event else { return nil }
            return failure
        }
    }
}
