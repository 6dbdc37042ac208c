import LoaModel
import Testing

@testable import Uplink

struct MediaPlanTests {
    let now = Timestamp(seconds: 1_800_000_000)

    private func hash(_ digit: Character) throws -> MediaHash { try MediaHash(String(repeating: digit, count: 64)) }

    private func need(_ digit: Character, bytes: Int, inSeconds: Double) throws -> (need: MediaNeed, asked: Timestamp) {
        let reference = MediaReference(sha256: try hash(digit), bytes: bytes)
        return (MediaNeed(reference: reference, due: now.adding(seconds: inSeconds)), now)
    }

    private func plan(
        _ needs: [(need: MediaNeed, asked: Timestamp)], kept: [MediaHash: MediaPlan.Kept] = [:], quota: Int = 1_000,
        spread: Double = 300, place: Double = 0.5
    ) -> MediaPlan {
        MediaPlan(needs: needs, kept: kept, quota: quota, spread: spread, place: place)
    }

    @Test func `what is due tomorrow waits for this device's place in the spread`() throws {
        let plan = plan([try need("a", bytes: 10, inSeconds: 86_400)])
        #expect(plan.fetch.map(\.notBefore) == [now.adding(seconds: 150)])
    }

    @Test func `what is due soon is fetched at once, whatever the spread`() throws {
        let plan = plan([try need("a", bytes: 10, inSeconds: 60)])
        #expect(plan.fetch.map(\.notBefore) == [now])
    }

    @Test func `the sooner due goes first and the later one does not fit`() throws {
        let plan = plan([
            try need("b", bytes: 700, inSeconds: 7_200), try need("a", bytes: 600, inSeconds: 3_600),
        ])
        #expect(plan.fetch.map(\.reference.sha256) == [try hash("a")])
        #expect(plan.tooMuch.map(\.sha256) == [try hash("b")])
    }

    @Test func `what the next days need is never evicted, the rest by its last use`() throws {
        let kept = [
            try hash("a"): MediaPlan.Kept(bytes: 400, lastNeeded: now.adding(seconds: -900)),
            try hash("b"): MediaPlan.Kept(bytes: 300, lastNeeded: now.adding(seconds: -90)),
            try hash("c"): MediaPlan.Kept(bytes: 300, lastNeeded: now.adding(seconds: -9_000)),
        ]
        let plan = plan(
            [try need("a", bytes: 400, inSeconds: 3_600), try need("d", bytes: 200, inSeconds: 60)], kept: kept)
        #expect(plan.evict == [try hash("c")])
        #expect(plan.fetch.map(\.reference.sha256) == [try hash("d")])
    }

    @Test func `devices are spread evenly`() throws {
        let places = try (0..<5_000).map { MediaPlan.place(of: try DeviceID("loa-\($0)")) }
        for tenth in 0..<10 {
            let count = places.count { Int($0 * 10) == tenth }
            #expect((400...600).contains(count), "tenth \(tenth) holds \(count) of 5000")
        }
    }
}
