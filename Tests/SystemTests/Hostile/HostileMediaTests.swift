import Foundation
import TestSupport
import Testing

@Suite(.serialized, .timeLimit(.minutes(3)))
struct HostileMediaTests {
    /// The centre does not have the file, so the device asks the address that the schedule names.
    @Test(arguments: [
        ("hang", ["media_missing"]), ("redirect", ["media_missing"]),
        ("length", ["media_missing", "media_refused"]), ("changed", ["media_refused"]),
    ])
    func `a hostile media server raises a fault and what plays goes on`(path: String, codes: [String]) async throws {
        let bed = try await Bed()
        let port = try FreePort.find()
        let server = try Child(
            "media server", Place.python,
            [Place.project + "Tests/SystemTests/Tools/hostile_http.py", "\(port)"], log: "\(bed.folder)/media.log")
        defer { server.end() }
        try bed.startDevice()
        let playing = Bed.bulletin(
            "nen", start: Bed.start(in: 0), seconds: 170, source: try await bed.tone(seconds: 170))
        let hash = String(repeating: "5", count: 64)
        let hostile = Bed.bulletin(
            "xau", start: Bed.start(in: 600), seconds: 5,
            source: """
                {"kind": "media", "sha256": "\(hash)", "bytes": 48044, "url": "http://127.0.0.1:\(port)/\(path)"}
                """)
        try bed.order("schedule", body: Bed.schedule(playing, hostile))
        try await eventually("the start") { try await bed.asRun("nen")?.outcome == "running" }
        try await eventually("the fault", within: 120) {
            try await bed.shown()?.faults.contains { codes.contains($0.code) } == true
        }
        #expect(bed.device?.isRunning == true)
        #expect(try await bed.stillPlays())
    }
}
