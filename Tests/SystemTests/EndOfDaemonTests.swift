import Foundation
import Testing

@Suite(.serialized, .timeLimit(.minutes(2)))
struct EndOfDaemonTests {
    @Test func `SIGTERM ends within two seconds with everything saved`() async throws {
        let bed = try await Bed()
        try bed.startDevice()
        try await bed.startPlaying()
        let device = try #require(bed.device)
        let end = try await device.terminate()
        #expect(end.status == 0)
        #expect(end.seconds < 2)
        try await eventually("the farewell") { try await bed.shown()?.state == "stopping" }
        #expect(try Evidence.journal(of: bed).accepted.count == 1)

        // The next run goes on with what the first one knew, and nothing is left behind.
        try bed.startDevice()
        try await eventually("the broadcast's return") { try await bed.asRun("nen")?.events.last?.event == "resumed" }
        try await eventually("an empty outbox", within: 30) { try Evidence.journal(of: bed).waiting.isEmpty }
        #expect(try await bed.shown()?.lost_reports ?? 0 == 0)
    }

    @Test func `SIGTERM ends within two seconds while no broker answers`() async throws {
        let bed = try await Bed()
        try bed.startDevice()
        try await eventually("the link") { try await bed.isOnline() }
        bed.broker?.end()
        let end = try await #require(bed.device).terminate()
        #expect(end.status == 0)
        #expect(end.seconds < 2)
    }
}
