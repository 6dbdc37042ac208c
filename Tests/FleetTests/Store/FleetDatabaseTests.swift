import CentreLink
import Fleet
import LoaModel
import Testing
import Trust

@testable import FleetStore

@Suite struct `The centre's database` {
    private let folder: Folder
    private let database: FleetDatabase

    init() throws {
        folder = try Folder()
        database = try FleetDatabase(folder: folder.path)
    }

    private func received(_ report: Report) -> FleetChange {
        .report(ReceivedReport(report: report, received: Sample.now, dated: report.at))
    }

    private var everyDevice: DeviceQuery { DeviceQuery(silentAfterSeconds: 900) }

    @Test func `what is written is there after the process is gone`() async throws {
        try await database.write([received(try Sample.report(1)), received(try Sample.report(2))])
        database.close()
        let again = try FleetDatabase(folder: folder.path)
        #expect(
            try await again.positions() == [
                LanePosition(device: try Sample.device(), lane: LaneKey(epoch: "e1", lane: .record), through: 2)
            ])
        #expect(try await again.asRuns(AsRunQuery()).elements.count == 1)
    }

    @Test func `a report written twice leaves one trace`() async throws {
        try await database.write([received(try Sample.report(1))])
        try await database.write([received(try Sample.report(1)), received(try Sample.report(1))])
        #expect(try await database.asRuns(AsRunQuery()).elements.first?.steps.count == 1)
    }

    @Test func `of two as-run reports of a broadcast the last wins, and both steps are kept`() async throws {
        let end = try Sample.asRun(event: .ended, outcome: .played, started: Sample.now, ended: Sample.now)
        try await database.write([
            received(try Sample.report(1)), received(try Sample.report(2, body: .asRun(end))),
        ])
        let record = try #require(try await database.asRuns(AsRunQuery()).elements.first)
        #expect(record.asRun == end)
        #expect(record.steps.map(\.event) == [.started, .ended])
    }

    @Test func `when one change cannot be kept none is`() async throws {
        let compact = try Signatory().order(.alert(try Sample.alert()))
        let order = try CentreOrder(stored: compact, hash: orderHash(compact), received: Sample.now)
        try await database.write([.order(order)])
        await #expect(throws: FleetStoreError.self) {
            try await database.write([received(try Sample.report(1)), .order(order)])
        }
        #expect(try await database.positions().isEmpty)
    }

    @Test func `faults open and close`() async throws {
        let device = try Sample.device()
        try await database.write([received(try Sample.report(1, body: .fault(Sample.fault())))])
        #expect(
            try await database.devices(everyDevice, at: Sample.now).elements.first?.openFaults == [.outputUnavailable])
        #expect(try await database.counts(at: Sample.now, silentAfter: 900).openFaults == 1)
        let cleared = Sample.fault(cleared: Sample.now)
        try await database.write([received(try Sample.report(2, body: .fault(cleared)))])
        #expect(try await database.devices(everyDevice, at: Sample.now).elements.first?.openFaults == [])
        #expect(try await database.faults(of: device, clearedAfter: .epoch, limit: 10) == [cleared])
    }

    @Test func `devices are found by area, condition and part of the id`() async throws {
        for (index, area) in ["vn/92/31528", "vn/92", "vn/920"].enumerated() {
            let health = try Sample.health(area: area)
            try await database.write([
                received(try Sample.report(1, device: "loa-\(index)", body: .health(health)))
            ])
        }
        var query = everyDevice
        query.area = try Area("vn/92")
        #expect(try await database.devices(query, at: Sample.now).elements.map(\.device.text) == ["loa-0", "loa-1"])
        #expect(try await database.count(query, at: Sample.now) == 2)
        query.area = nil
        query.text = "a-2"
        #expect(try await database.devices(query, at: Sample.now).elements.map(\.device.text) == ["loa-2"])
        query.text = nil
        query.condition = .silent
        #expect(try await database.devices(query, at: Sample.now).elements.isEmpty)
        let later = Sample.now.adding(seconds: 901)
        #expect(try await database.devices(query, at: later).elements.count == 3)
        #expect(try await database.counts(at: later, silentAfter: 900).byCondition == [.silent: 3])
    }

    @Test func `lists are read page by page without a hole or a double`() async throws {
        for number in Int64(1)...25 {
            let run = try Sample.asRun("b\(number)", planned: Sample.now.adding(seconds: Double(number % 5)))
            try await database.write([received(try Sample.report(number, body: .asRun(run)))])
        }
        var seen: [AsRunRecord] = []
        var query = AsRunQuery(limit: 7)
        repeat {
            let page = try await database.asRuns(query)
            seen += page.elements
            query.after = page.next
        } while query.after != nil
        #expect(seen.count == 25)
        #expect(Set(seen.map(\.asRun.broadcast)).count == 25)
        #expect(seen.map(\.asRun.planned) == seen.map(\.asRun.planned).sorted(by: >))
        await #expect(throws: FleetStoreError.badMark) { try await database.asRuns(AsRunQuery(after: "x")) }
    }

    @Test func `health is kept whole, its history bounded`() async throws {
        for number in Int64(1)...300 {
            try await database.write([
                received(try Sample.report(number, body: .health(try Sample.health())))
            ])
        }
        #expect(try await database.healthHistoryCount() == 288)
        #expect(try await database.devices(everyDevice, at: Sample.now).elements.first?.health == Sample.health())
    }

    @Test func `reports that a device could not give are counted`() async throws {
        let lane = LaneKey(epoch: "e1", lane: .record)
        try await database.write([
            .loss(device: try Sample.device(), lane: lane, missing: 1...Int64.max, at: Sample.now),
            .loss(device: try Sample.device(), lane: lane, missing: 1...5, at: Sample.now),
        ])
        #expect(try await database.devices([try Sample.device()]).first?.lostReports == 1_000_000_000_000)
    }

    @Test func `what is old enough is forgotten, the rest is not`() async throws {
        let old = Sample.now.adding(seconds: -100)
        let run = try Sample.asRun("alt", planned: old)
        let compact = try Signatory().order(.alert(try Sample.alert()))
        let newer = try Signatory().order(.alert(try Sample.alert()), sequence: 2)
        try await database.write([
            .report(
                ReceivedReport(
                    report: try Sample.report(1, at: old, body: .asRun(run)), received: old, dated: old)),
            received(try Sample.report(2)),
            .order(try CentreOrder(stored: compact, hash: orderHash(compact), received: old)),
            .order(try CentreOrder(stored: newer, hash: orderHash(newer), received: old)),
        ])
        #expect(try await !database.forget(evidenceBefore: Sample.now, recordsBefore: Sample.now))
        #expect(try await database.asRuns(AsRunQuery()).elements.map(\.asRun.bulletin.text) == ["sang"])
        #expect(
            try await database.orders(OrderQuery(), at: Sample.now).elements.map(\.order.hash) == [orderHash(newer)])
        // What was stored once stays stored: the numbering is never forgotten.
        #expect(try await database.positions().map(\.through) == [2])
    }

    @Test func `ten thousand devices that come back together are stored in seconds`() async throws {
        let reports = try (0..<10_000).map { index in
            received(try Sample.report(1, device: "loa-\(index)", body: .health(try Sample.health())))
        }
        let begun = ContinuousClock.now
        for batch in stride(from: 0, to: reports.count, by: 2_000) {
            try await database.write(Array(reports[batch..<batch + 2_000]))
        }
        #expect(ContinuousClock.now - begun < .seconds(30))
        #expect(try await database.count(everyDevice, at: Sample.now) == 10_000)
    }
}
