import Foundation
import LoudnessMeter
import Testing

struct LoudnessReaderTests {
    private func withFile<Result>(_ data: Data, _ body: (String) throws -> Result) throws -> Result {
        let path = NSTemporaryDirectory() + "loa-loudness-\(UUID().uuidString).wav"
        try data.write(to: URL(fileURLWithPath: path))
        defer { try? FileManager.default.removeItem(atPath: path) }
        return try body(path)
    }

    @Test func `a file is measured to its end`() throws {
        // The loud end is what tells: a reader that stops early finds -36.
        let found = try withFile(TestSignal.stereo([(-36, 5), (-20, 5)]).wave) { try LoudnessReader.measure($0) }
        #expect(abs((found.integrated ?? 0) + 20) <= 0.2, "\(found)")
        #expect(abs((found.truePeak ?? 0) + 20) <= 0.2, "\(found)")
        #expect(found.seconds == 10)
    }

    @Test func `progress ends at the whole`() throws {
        var told: [Int] = []
        _ = try withFile(TestSignal.sines([-20], seconds: 3).wave) { path in
            try LoudnessReader.measure(path) { done, total in
                #expect(total == 144_000)
                told.append(done)
            }
        }
        #expect(told.last == 144_000 && told == told.sorted())
    }

    @Test func `samples that are no numbers do not spoil the rest`() throws {
        var samples = TestSignal.sines([-20, -20], seconds: 3).samples
        samples[5_000] = .nan
        samples[6_000] = .infinity
        let poisoned = TestSignal(channels: 2, seconds: 3) { frame, channel in Double(samples[frame * 2 + channel]) }
        let found = try withFile(poisoned.wave) { try LoudnessReader.measure($0) }
        #expect(abs((found.integrated ?? 0) + 20) <= 0.1, "\(found)")
    }

    @Test(arguments: [Data("not sound".utf8), Data(), Data(TestSignal.sines([-20], seconds: 1).wave.prefix(44))])
    func `what holds no sound is told by its name`(data: Data) throws {
        try withFile(data) { path in
            let failure = #expect(throws: LoudnessFailure.self) { try LoudnessReader.measure(path) }
            #expect(failure?.description.hasPrefix(path) == true)
        }
    }
}
