import Foundation
import Testing
import Trust

@Suite(.serialized, .timeLimit(.minutes(2)))
struct HostileOrderTests {
    /// One device plays while each of them arrives: a refusal with its code reaches the centre, and the sound goes on.
    @Test(arguments: HostileOrder.all)
    func `a hostile order is refused by name and what plays goes on`(_ hostile: HostileOrder) async throws {
        let bed = try await Bed(brokerTakesAnySize: true)
        try bed.startDevice()
        try await bed.startPlaying()
        let compact = try bed.sign(hostile.claims())
        let hash = orderHash(compact)
        try bed.publish(compact, to: Bed.alertTopic)
        try await eventually("the refusal") { try await bed.answers().contains { $0.order == hash } }
        let answer = try #require(try await bed.answers().first { $0.order == hash })
        #expect(answer.outcome == "refused")
        #expect(answer.code == hostile.code, "\(answer.detail ?? "")")
        #expect(answer.detail?.isEmpty == false)
        #expect(bed.device?.isRunning == true)
        #expect(try await bed.stillPlays())
    }
}
