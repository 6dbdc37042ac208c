import CentreLink
import CentreLinkServer
import Fleet
import FleetStore
import HTTPTypes
import HummingbirdTesting
import LoaModel
import NIOCore
import Testing
import Trust

@testable import CentreWeb

@Suite struct `The fleet over the API` {
    private let folder: Folder
    private let bench: WebBench

    init() throws {
        folder = try Folder()
        bench = try WebBench(folder)
    }

    private func list(_ path: String, _ key: String) async throws -> [[String: Any]] {
        try #require(try await bench.ask(.get, path).json[key] as? [[String: Any]])
    }

    @Test func `devices show what they said last`() async throws {
        try await bench.keep(
            try Sample.report(1, body: .health(try Sample.health(synchronised: false))),
            try Sample.report(1, body: .fault(Sample.fault())))
        let device = try #require(try await list("/api/v1/devices?area=vn/92&state=faulty", "devices").first)
        #expect(device["device"] as? String == "loa-0001")
        #expect(device["state"] as? String == "online")
        #expect(device["clock_synchronised"] as? Bool == false)
        #expect(device["faults"] as? [String] == ["output_unavailable"])
        #expect((device["output"] as? [String: Any])?["state"] as? String == "asleep")
        #expect(try await list("/api/v1/devices?state=silent", "devices").isEmpty)
        bench.link.clock.advance(seconds: 1_000)
        #expect(try await list("/api/v1/devices?state=silent", "devices").count == 1)
        let summary = try await bench.ask(.get, "/api/v1/summary").json["devices"] as? [String: Any]
        #expect(summary?["silent"] as? Int == 1)
    }

    @Test func `one device is shown whole`() async throws {
        _ = try await bench.link.desk.take(try Signatory().order(.schedule(try Sample.schedule())))
        try await bench.keep(
            try Sample.report(1, body: .health(try Sample.health())),
            try Sample.report(1, body: .fault(Sample.fault())),
            try Sample.report(2))
        let device = try #require(
            try await bench.ask(.get, "/api/v1/devices/loa-0001").json["device"] as? [String: Any])
        #expect(((device["faults"] as? [[String: Any]])?.first?["remedy"] as? String)?.isEmpty == false)
        #expect((device["orders"] as? [[String: Any]])?.first?["type"] as? String == "schedule")
        #expect((device["running"] as? [[String: Any]])?.count == 1)
        #expect((device["health"] as? [String: Any])?["area"] as? String == "vn/92/31528")
    }

    @Test func `a device's plan comes from the schedules of its areas`() async throws {
        _ = try await bench.link.desk.take(try Signatory().order(.schedule(try Sample.schedule())))
        #expect(try await bench.ask(.get, "/api/v1/devices/loa-0001/plan").errorCode == "unknown_device")
        try await bench.keep(try Sample.report(1))
        #expect(try await bench.ask(.get, "/api/v1/devices/loa-0001/plan").errorCode == "area_unknown")
        try await bench.keep(try Sample.report(1, body: .health(try Sample.health())))
        let plan = try await list("/api/v1/devices/loa-0001/plan?hours=48", "broadcasts")
        #expect(plan.map { $0["planned"] as? String } == ["2026-11-21T22:00:00Z", "2026-11-22T22:00:00Z"])
    }

    @Test func `planned and done broadcasts are one list`() async throws {
        _ = try await bench.link.desk.take(try Signatory().order(.schedule(try Sample.schedule())))
        let planned = try Timestamp(parsing: "2026-11-21T22:00:00Z")
        let other = try Sample.asRun("cu", event: .preempted)
        try await bench.keep(
            try Sample.report(1, body: .asRun(try Sample.asRun(planned: planned, started: planned))),
            try Sample.report(2, body: .asRun(other)))
        let list = try await list(
            "/api/v1/broadcasts?from=2026-11-21T00:00:00Z&until=2026-11-23T00:00:00Z", "broadcasts")
        #expect(list.map { $0["bulletin"] as? String } == ["cu", "sang", "sang"])
        #expect(list.map { ($0["outcomes"] as? [String: Int])?["running"] } == [1, 1, nil])
        #expect(list.map { $0["preempted"] as? Int } == [1, 0, 0])
    }

    @Test func `as-run records are found, with their steps`() async throws {
        let end = try Sample.asRun(event: .ended, outcome: .played, started: Sample.now, ended: Sample.now)
        try await bench.keep(try Sample.report(1), try Sample.report(2, body: .asRun(end)))
        let run = try #require(try await list("/api/v1/asrun?device=loa-0001&outcome=played", "as_run").first)
        #expect((run["events"] as? [[String: Any]])?.map { $0["event"] as? String } == ["started", "ended"])
        #expect(run["title"] as? String == "Bản tin <sang>")
        #expect(try await list("/api/v1/asrun?until=2026-11-21T05:00:00Z", "as_run").isEmpty)
        #expect(try await list("/api/v1/asrun?outcome=failed", "as_run").isEmpty)
    }

    @Test func `answers are found by order`() async throws {
        let hash = String(repeating: "a", count: 64)
        let answer = Answer(
            order: hash, outcome: .refused, type: .alert, issuer: nil, sequence: 4, code: .expired, detail: "late")
        try await bench.keep(try Sample.report(1, body: .answer(answer)))
        let found = try #require(try await list("/api/v1/answers?order=\(hash)", "answers").first)
        #expect(found["code"] as? String == "expired" && found["device"] as? String == "loa-0001")
        #expect(try await list("/api/v1/answers?order=\(hash)&outcome=accepted", "answers").isEmpty)
    }

    @Test(arguments: [
        "/api/v1/devices?limit=0", "/api/v1/devices?state=asleep", "/api/v1/devices?area=VN",
        "/api/v1/devices?colour=red",
        "/api/v1/asrun?since=yesterday", "/api/v1/asrun?after=x", "/api/v1/devices/%2e%2e", "/api/v1/devices/A",
        "/api/v1/broadcasts?from=2026-01-01T00:00:00Z&until=2027-01-01T00:00:00Z", "/api/v1/orders?aud=everyone",
        "/api/v1/devices/loa-0001/plan?hours=745", "/api/v1/answers?outcome=maybe",
        "/api/v1/devices?q=\(String(repeating: "x", count: 65))",
    ])
    func `wrong parameters are named`(path: String) async throws {
        let response = try await bench.ask(.get, path)
        if path.contains("hours=") { try await bench.keep(try Sample.report(1)) }
        #expect(response.status == .badRequest || response.errorCode == "unknown_device")
        #expect(((response.json["error"] as? [String: Any])?["remedy"] as? String)?.isEmpty == false)
    }

    @Test func `when the store fails the answer says so`() async throws {
        bench.link.database.close()
        #expect(try await bench.ask(.get, "/api/v1/devices").errorCode == "store_failed")
        #expect(try await bench.ask(.get, "/healthz").status == .serviceUnavailable)
    }

    @Test func `a head has the headers of the whole and no body`() async throws {
        let whole = try await bench.ask(.get, "/api/v1/summary")
        let head = try await bench.ask(.head, "/api/v1/summary")
        #expect(head.status == .ok && head.body.readableBytes == 0)
        #expect(head.headers[.contentLength] == whole.headers[.contentLength])
    }
}
