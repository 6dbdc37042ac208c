import Foundation
import Testing

/// The daemon is killed at random instants while orders arrive and bulletins play.
@Suite(.serialized, .timeLimit(.minutes(20)))
struct PowerCutTests {
    /// `LOA_POWER_CUTS` shortens it for a quick look; the project's own test is 200.
    private static let cuts = Int(ProcessInfo.processInfo.environment["LOA_POWER_CUTS"] ?? "") ?? 200

    @Test func `what was accepted or reported is at the centre exactly once, whenever the power fails`() async throws {
        let bed = try await Bed()
        var instants = SystemRandomNumberGenerator()
        var promised: Set<Evidence.Centre.Stored> = []
        var accepted: Set<String> = []
        var published = 0
        let source = try await bed.tone(seconds: 1)
        for cut in 0..<Self.cuts {
            try bed.startDevice()
            let life = Double.random(in: 0.05...0.9, using: &instants)
            published += try await Self.disturb(bed, seconds: life, cut: cut, source: source)
            bed.device?.end()
            // What the disk vouches for at this instant must be at the centre in the end.
            guard let journal = try? Evidence.journal(of: bed) else { continue }
            promised.formUnion(journal.waiting.map { .init(epoch: journal.epoch, n: $0) })
            accepted.formUnion(journal.accepted)
        }
        try bed.startDevice()
        try await eventually("an empty outbox", within: 60) {
            guard try await bed.isOnline() else { return false }
            let journal = try Evidence.journal(of: bed)
            accepted.formUnion(journal.accepted)
            return journal.waiting.isEmpty
        }
        try check(try Evidence.centre(of: bed), promised: promised, accepted: accepted)
        #expect(published >= Self.cuts)
        #expect(accepted.count > Self.cuts / 10, "too few orders arrived for this to prove anything")
    }

    /// Sends orders until the time is up.
    /// - Returns: how many.
    private static func disturb(_ bed: Bed, seconds: Double, cut: Int, source: String) async throws -> Int {
        let end = ContinuousClock.now + .seconds(seconds)
        var count = 0
        repeat {
            if count % 3 == 2 {
                try bed.order("alert", body: "{\"id\": \"b\(cut)-\(count)\", \"tone_seconds\": 1, \"times\": 1}")
            } else {
                let soon = Bed.bulletin("p\(cut)-\(count)", start: Bed.start(in: 0), seconds: 1, source: source)
                try bed.order("schedule", body: Bed.schedule(soon))
            }
            count += 1
            let left = end - ContinuousClock.now
            try await Task.sleep(for: min(.milliseconds(Int.random(in: 10...150)), max(.zero, left)))
        } while ContinuousClock.now < end
        return count
    }

    private func check(
        _ centre: Evidence.Centre, promised: Set<Evidence.Centre.Stored>, accepted: Set<String>
    ) throws {
        let stored = Set(centre.stored)
        #expect(promised.subtracting(stored).isEmpty, "reports that the journal held and the centre has not")
        #expect(stored.count == centre.stored.count, "a report is stored twice")
        #expect(centre.lost == 0, "reports were given up")
        let answered = Set(centre.accepted)
        #expect(accepted.subtracting(answered).isEmpty, "orders that were accepted and never answered")
        #expect(answered.count == centre.accepted.count, "an order was accepted twice")
        for epoch in Set(stored.map(\.epoch)) {
            let numbers = stored.filter { $0.epoch == epoch }.map(\.n).sorted()
            #expect(numbers == Array(1...Int64(numbers.count)), "the record lane of \(epoch) has holes")
        }
    }
}
