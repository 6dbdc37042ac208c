import Foundation
import Testing

@Suite(.serialized, .timeLimit(.minutes(2)))
struct SoundCardTests {
    /// A PCM of libasound's own that writes what it is given to a file: the driver is real, only the wire is not.
    @Test func `the daemon plays an alert through the real libasound`() async throws {
        let bed = try await Bed(output: "recorded")
        let card = "\(bed.folder)/card.raw"
        try """
        pcm.recorded { type file slave.pcm "nowhere" file "\(card)" format raw }
        pcm.nowhere { type null }
        """.write(toFile: "\(bed.folder)/asound.conf", atomically: true, encoding: .utf8)
        try bed.startDevice(environment: ["ALSA_CONFIG_PATH": "\(bed.folder)/asound.conf"])
        try bed.order("alert", body: "{\"id\": \"khan\", \"tone_seconds\": 5, \"times\": 1}")
        try await eventually("the alert's record", within: 60) { try await bed.asRun("khan")?.outcome == "played" }
        let bytes = try Data(contentsOf: URL(filePath: card))
        #expect(bytes.count >= 5 * 48_000 * 2 * 2, "five seconds of two channels")
        #expect(bytes.contains { $0 != 0 }, "silence")
    }
}
