import CentreLink
import Fleet
import FleetStore
import LoaModel
import TestSupport
import Testing
import Trust

@testable import CentreLinkServer

@Suite(.timeLimit(.minutes(1))) struct `Reports over the link` {
    private let folder: Folder
    private let bench: LinkBench

    init() throws {
        folder = try Folder()
        bench = try LinkBench(folder)
    }

    @Test func `a report is stored, acknowledged and told`() async throws {
        let bench = bench
        try await bench.running {
            try bench.deliver(try Sample.report(1))
            let device = try Sample.device()
            #expect(
                try await bench.acknowledgement(of: device)
                    == Acknowledgement(epoch: "e1", lane: .record, through: 1))
            #expect(try await bench.database.asRuns(AsRunQuery()).elements.count == 1)
            _ = await bench.counts { $0.stored == 1 }
        }
    }

    @Test func `what cannot be stored is not acknowledged, and is taken when it comes again`() async throws {
        let bench = bench
        try await bench.running {
            try await bench.breakStore(true)
            try bench.deliver(try Sample.report(1))
            try bench.deliver(try Sample.report(2))
            // A bad message alone changes nothing in the store, so its count shows that those before were dealt with.
            while await bench.desk.status().messages.bad == 0 {
                bench.transport.deliver([1], to: "loa/1/device/x/report")
                await Task.yield()
            }
            #expect(bench.transport.published.isEmpty)
            try await bench.breakStore(false)
            try bench.deliver(try Sample.report(1))
            try bench.deliver(try Sample.report(2))
            _ = await bench.counts { $0.stored == 2 }
        }
    }

    @Test(arguments: [
        "", "{}", "[]", "null", "\u{0}", #"{"loa":2}"#, String(repeating: "[", count: 100_000),
        #"{"loa":1,"device":"loa-0001","epoch":"e","n":1e400,"after":0}"#,
    ])
    func `hostile payloads are counted and hurt nobody`(payload: String) async throws {
        let bench = bench
        try await bench.running {
            let topic = Topics.report(try Sample.device())
            bench.transport.deliver(Array(payload.utf8), to: topic)
            bench.transport.deliver([0xFF, 0xFE], to: Topics.state(try Sample.device()))
            try bench.deliver(try Sample.report(1))
            let counts = await bench.counts { $0.stored == 1 }
            // The empty message is no error: it clears a retained topic.
            #expect(counts.bad == (payload.isEmpty ? 1 : 2))
        }
    }

    @Test func `a device cannot speak for another`() async throws {
        let bench = bench
        try await bench.running {
            let report = try Sample.report(1)
            bench.transport.deliver(try JSON.encode(report), to: Topics.report(try DeviceID("loa-0002")))
            let state = DeviceState(device: report.device, presence: .online, at: Sample.now, version: "1")
            bench.transport.deliver(try JSON.encode(state), to: Topics.state(try DeviceID("loa-0002")))
            _ = await bench.counts { $0.bad == 2 }
            #expect(try await bench.database.devices([report.device, try DeviceID("loa-0002")]).isEmpty)
        }
    }

    @Test func `an overlong report is refused`() async throws {
        let bench = bench
        try await bench.running {
            let topic = Topics.report(try Sample.device())
            bench.transport.deliver([UInt8](repeating: 32, count: 10 << 20), to: topic)
            _ = await bench.counts { $0.bad == 1 }
        }
    }

    @Test func `past a gap the acknowledgement stays`() async throws {
        let bench = bench
        try await bench.running {
            for number: Int64 in [1, 3, 2, 3] { try bench.deliver(try Sample.report(number)) }
            let counts = await bench.counts { $0.stored == 3 }
            #expect(counts.gaps == 1)
            #expect(try await bench.database.positions().map(\.through) == [3])
        }
    }

    @Test func `presence comes from states, and a silent device is told once`() async throws {
        let bench = bench
        try await bench.running {
            let device = try Sample.device()
            let state = DeviceState(device: device, presence: .online, at: Sample.now, version: "1")
            bench.transport.deliver(try JSON.encode(state), to: Topics.state(device))
            while try await bench.database.devices([device]).isEmpty { await Task.yield() }
            await bench.server.look(at: bench.clock.now)
            bench.clock.advance(seconds: 890)
            await bench.server.look(at: bench.clock.now)
            let before = bench.watcher.events.count
            bench.clock.advance(seconds: 15)
            await bench.server.look(at: bench.clock.now)
            bench.clock.advance(seconds: 15)
            await bench.server.look(at: bench.clock.now)
            let news = bench.watcher.events.dropFirst(before)
            #expect(news.count == 1)
            guard case .device(let record) = news.first else { return #expect(Bool(false), "\(news)") }
            #expect(record.condition(at: bench.clock.now, silentAfter: 900) == .silent)
        }
    }
}
