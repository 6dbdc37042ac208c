import Foundation
import Testing

@Suite(.serialized, .timeLimit(.minutes(3)))
struct MainJobTests {
    /// `make run` itself, with a witness of the traffic.
    @Test func `a bulletin pushed by the centre sounds at its time, an alert goes over it, and all is on record`()
        async throws
    {
        let traffic = FileManager.default.temporaryDirectory.appending(path: "loa-traffic-\(UUID().uuidString)").path()
        defer { try? FileManager.default.removeItem(atPath: traffic) }
        let wave = traffic + ".wav"
        defer { try? FileManager.default.removeItem(atPath: wave) }
        let told = try Child.run(
            Place.python, [Place.project + "tools/run.py", "--capture", traffic],
            environment: ["DURATION": "45", "OUTPUT": "file:\(wave)", "LOA_BIN": Place.programs], accept: [0, 1])
        struct Verdict: Decodable { var ok: Bool }
        let last = told.split(separator: "\n").last.map(String.init) ?? ""
        let verdict = try JSONDecoder().decode(Verdict.self, from: Data(last.utf8))
        #expect(verdict.ok, "\(told)")
        for word in ["planned", "started", "preempted", "resumed", "ended"] {
            #expect(told.contains(word), "the log never says '\(word)'")
        }
        let checked = try Child.run(
            Place.python, [Place.project + "tools/schemas.py", "--traffic", traffic])
        for kind in [
            "order schedule", "order alert", "report answer", "report as_run", "report health", "state", "ack",
        ] {
            #expect(checked.contains("\"\(kind)\""), "no \(kind) among the traffic: \(checked)")
        }
        try expectSound(in: wave)
    }

    /// There must be more in the file than silence.
    private func expectSound(in path: String) throws {
        let bytes = try Data(contentsOf: URL(filePath: path))
        #expect(bytes.count > 500_000)
        #expect(bytes.dropFirst(44).contains { $0 != 0 })
    }
}
