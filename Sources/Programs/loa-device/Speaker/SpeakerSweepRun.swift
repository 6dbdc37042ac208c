import ArgumentParser
import Hardware
import LoaModel
import Logging
import Playback
import Settings

/// Plays one sweep and waits for what came back.
struct SpeakerSweepRun {
    var hearing: Hearing
    var response: SpeakerResponse?
    let file: CalibrationFile

    /// - Throws: `ExitCode` after having said what stands in the way.
    init(_ options: SweepOptions) async throws {
        let folder = try ConfigFolder.read(options.config.config)
        guard folder.settings.microphone != nil else {
            complain("no microphone: set [microphone] pcm in site.toml")
            throw ConfigFolder.exitCode
        }
        let player = try Composition(folder, log: Logger(label: "loa-device")).player()
        file = folder.settings.calibrationFile
        defer { player.shutDown() }
        player.start(
            PlaybackItem(id: "sweep", segments: [.sweep(seconds: options.seconds)], gain: options.gain))
        for await event in player.events {
            switch event {
            case .swept(_, let hearing, let response):
                (self.hearing, self.response) = (hearing, response)
                return
            case .outputFault(let failure): try Self.stop(failure)
            case .amplifierFault(let failure): try Self.stop(failure)
            case .inputFault(let failure): try Self.stop(failure)
            default: continue
            }
        }
        try Self.stop("the player ended before the sweep")
        throw ExitCode.failure
    }

    private static func stop(_ failure: some CustomStringConvertible) throws {
        complain("\(failure)")
        throw ExitCode.failure
    }
}

extension SpeakerResponse {
    /// One line a band, for people.
    var lines: [String] {
        bands.map { band in
            let heard = band.isHeard ? "" : "   not above the noise"
            return "\(Int(band.hertz)) Hz: \(Int(band.gainDecibels.rounded())) dB\(heard)"
        }
    }
}
