import Foundation
import Testing

/// What a machine can do to a device: no space, a disk that cannot be written, a clock that is wrong.
@Suite(.serialized, .timeLimit(.minutes(3)))
struct HostileMachineTests {
    private static let alert = "{\"id\": \"khan\", \"tone_seconds\": 5, \"times\": 1}"

    /// The journal's disk gives an error, the alert sounds all the same, and once there is space all is reported.
    @Test func `a full disk raises a fault and delays no alert`() async throws {
        let bed = try await Bed()
        try bed.startDevice(under: Sandbox.smallDisk(at: "\(bed.folder)/data"))
        try await bed.startPlaying()
        let sandbox = try Sandbox(of: bed)
        try sandbox.fill("\(bed.folder)/data")
        // More than fits into the blocks that the journal already has.
        try bed.order("schedule", body: Self.longSchedule, changes: ["aud": "\"device:\(Bed.device)\""])
        try await eventually("the fault in the log", within: 30) {
            bed.device?.output.contains("storage_full") == true
        }
        try await prove(bed, fault: "storage_full") { try sandbox.empty("\(bed.folder)/data") }
    }

    @Test func `a read-only file system raises a fault and delays no alert`() async throws {
        let bed = try await Bed()
        try bed.startDevice(under: Sandbox.smallDisk(at: "\(bed.folder)/data", mode: "ro"))
        try await eventually("the link") { bed.device?.output.contains("link up") == true }
        let sandbox = try Sandbox(of: bed)
        try await prove(bed, fault: "storage_read_only") { try sandbox.remount("\(bed.folder)/data", "rw") }
    }

    private static let longSchedule = Bed.schedule(
        (0..<2_000).map {
            Bed.bulletin(
                "b\($0)", start: "2040-01-01T05:00", seconds: 5, source: "{\"kind\": \"tone\", \"seconds\": 5}")
        }.joined(separator: ","))

    /// Sends an alert while the disk fails: it sounds now, and is on record once the disk is mended.
    private func prove(_ bed: Bed, fault: String, mend: () throws -> Void) async throws {
        let silence = try bed.heard()
        let hash = try bed.order("alert", body: Self.alert)
        try await eventually("sound", within: 5) { try bed.heard() > silence + 100_000 }
        #expect(bed.device?.isRunning == true)
        try await eventually("the fault in the log", within: 30) { bed.device?.output.contains(fault) == true }
        try mend()
        try await eventually("the alert's record at the centre", within: 90) {
            try await bed.asRun("khan")?.outcome == "played"
        }
        try await eventually("the answer", within: 60) {
            try await bed.answers().contains { $0.order == hash && $0.outcome == "accepted" }
        }
        try await eventually("the fault at the centre, with its end", within: 60) {
            try await bed.shown()?.faults.contains { $0.code == fault && $0.cleared != nil } == true
        }
    }

    @Test func `a clock at 1970 plays alerts, not the timetable, and says so`() async throws {
        let bed = try await Bed(plain: true, settings: "", assumesClock: false)
        // The library itself: the command faketime would stay between us and the daemon's own process. The shell, which
        // the daemon takes the place of, lets the library set itself up before Swift reads its arguments.
        try bed.startDevice(
            under: [Place.tool("sh"), "-c", "exec \"$0\" \"$@\""],
            environment: [
                "LD_PRELOAD": "/usr/$LIB/faketime/libfaketime.so.1", "FAKETIME": "@1970-01-02 00:00:00",
                "FAKETIME_DONT_FAKE_MONOTONIC": "1", "TZ": "UTC",
            ])
        try bed.order(
            "schedule",
            body: Bed.schedule(
                Bed.bulletin("gio", start: "1970-01-02T00:00", seconds: 600, source: try await bed.tone(seconds: 60))))
        try await eventually("the fault") {
            try await bed.shown()?.faults.contains { $0.code == "clock_not_synchronised" && $0.cleared == nil } == true
        }
        try bed.order("alert", body: Self.alert)
        try await eventually("the alert's record") { try await bed.asRun("khan")?.outcome == "played" }
        #expect(try await bed.asRun("gio") == nil)
        #expect(bed.device?.isRunning == true)
    }
}
