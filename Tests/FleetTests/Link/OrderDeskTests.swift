import CentreLink
import Fleet
import FleetStore
import LoaModel
import TestSupport
import Testing
import Trust

@testable import CentreLinkServer

@Suite(.timeLimit(.minutes(1))) struct `The desk for orders` {
    private let folder: Folder
    private let signatory: Signatory
    private let bench: LinkBench

    init() throws {
        folder = try Folder()
        signatory = try Signatory()
        bench = try LinkBench(folder, signatory: signatory)
    }

    private func refusal(of compact: [UInt8]) async -> Refusal.Code? {
        do {
            _ = try await bench.desk.take(compact)
            return nil
        } catch OrderProblem.refused(let refusal) {
            return refusal.code
        } catch {
            Issue.record("\(error)")
            return nil
        }
    }

    @Test func `an order in order is stored and published retained`() async throws {
        let (bench, signatory) = (bench, signatory)
        try await bench.running {
            let compact = try signatory.order(.alert(try Sample.alert()))
            let taken = try await bench.desk.take(compact)
            #expect(taken.isNew && taken.published)
            let message = await bench.published(to: "loa/1/area/vn/92/31528/alert/ubnd-92")
            #expect(message?.payload == compact)
            #expect(message?.retained == true)
            #expect(try await bench.database.order(orderHash(compact))?.order.compact == compact)
        }
    }

    @Test func `the same order again is known, and no second one`() async throws {
        let compact = try signatory.order(.alert(try Sample.alert()))
        #expect(try await bench.desk.take(compact).isNew)
        #expect(try await !bench.desk.take(compact).isNew)
        #expect(try await bench.database.orders(OrderQuery(), at: Sample.now).elements.count == 1)
    }

    @Test func `without the broker an order is kept and published at the next connect`() async throws {
        let compact = try signatory.order(.schedule(try Sample.schedule()))
        #expect(try await !bench.desk.take(compact).published)
        let bench = bench
        try await bench.running {
            #expect(await bench.published(to: "loa/1/area/vn/92/31528/schedule/ubnd-92")?.payload == compact)
        }
    }

    @Test func `after each connect the broker is given what is in force, the last of each stream`() async throws {
        _ = try await bench.desk.take(try signatory.order(.alert(try Sample.alert()), sequence: 1))
        let last = try signatory.order(.alert(try Sample.alert()), sequence: 2)
        _ = try await bench.desk.take(last)
        let bench = bench
        try await bench.running {
            for _ in 0..<2 {
                #expect(await bench.published(to: "loa/1/area/vn/92/31528/alert/ubnd-92")?.payload == last)
                bench.transport.disconnect()
                while await bench.desk.status().broker.connected { await Task.yield() }
                bench.transport.connect()
            }
        }
    }

    @Test func `what has expired is taken from the broker`() async throws {
        _ = try await bench.desk.take(try signatory.order(.alert(try Sample.alert()), lasting: 60))
        let bench = bench
        try await bench.running {
            let topic = "loa/1/area/vn/92/31528/alert/ubnd-92"
            #expect(await bench.published(to: topic)?.payload.isEmpty == false)
            bench.clock.advance(seconds: 61)
            await bench.server.look(at: bench.clock.now)
            #expect(await bench.published(to: topic) == OutgoingMessage(topic: topic, payload: [], retained: true))
            let order = try await bench.database.orders(OrderQuery(), at: bench.clock.now).elements.first
            #expect(order?.isCleared == true)
            #expect(try await bench.database.orders(OrderQuery(inForce: true), at: bench.clock.now).elements.isEmpty)
        }
    }

    @Test func `seq must rise within a stream`() async throws {
        _ = try await bench.desk.take(try signatory.order(.alert(try Sample.alert()), sequence: 5))
        #expect(await refusal(of: try signatory.order(.alert(try Sample.alert()), sequence: 4)) == .replayed)
        let cancel = Cancellation(target: .alert, id: try BulletinID("lu"))
        #expect(await refusal(of: try signatory.order(.cancel(cancel), sequence: 5)) == .replayed)
        #expect(await refusal(of: try signatory.order(.cancel(cancel), sequence: 6)) == nil)
        let elsewhere = try signatory.order(.alert(try Sample.alert()), sequence: 1, audience: "area:vn/92/1")
        #expect(await refusal(of: elsewhere) == nil)
    }

    @Test func `of two orders of one number handed in together one is taken`() async throws {
        let orders = try (0..<10).map { index in
            let alert = Alert(id: try BulletinID("a\(index)"), title: "x", source: nil)
            return try signatory.order(.alert(alert), sequence: 9)
        }
        let desk = bench.desk
        let taken = await withTaskGroup(of: Bool.self) { group in
            for order in orders { group.addTask { (try? await desk.take(order)) != nil } }
            return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
        }
        #expect(taken == 1)
    }

    @Test func `what a device would refuse the centre refuses`() async throws {
        let alert = OrderBody.alert(try Sample.alert())
        #expect(await refusal(of: Array("no order".utf8)) == .malformed)
        #expect(await refusal(of: try signatory.order(alert, audience: "area:vn/1")) == .areaNotPermitted)
        let old = try signatory.order(alert, at: Sample.now.adding(seconds: -9_000))
        #expect(await refusal(of: old) == .expired)
        let early = try signatory.order(alert, at: Sample.now.adding(seconds: 900))
        #expect(await refusal(of: early) == .notYetValid)
        let mars = try Sample.schedule(zone: "Mars/Olympus")
        #expect(await refusal(of: try signatory.order(.schedule(mars))) == .invalidBody)
        var forged = try signatory.order(alert)
        forged[forged.count - 5] ^= 1
        #expect([.badSignature, .malformed].contains(await refusal(of: forged)))
        #expect(await refusal(of: [UInt8](repeating: 65, count: Order.maximumBytes + 1)) == .tooLarge)
        #expect(try await bench.database.orders(OrderQuery(), at: Sample.now).elements.isEmpty)
    }

    @Test func `an order to a device waits until its area is known`() async throws {
        let compact = try signatory.order(.alert(try Sample.alert()), audience: "device:loa-0001")
        await #expect(throws: OrderProblem.deviceUnknown("loa-0001")) { try await bench.desk.take(compact) }
        let report = try Sample.report(1, body: .health(try Sample.health()))
        try await bench.database.write([
            .report(ReceivedReport(report: report, received: Sample.now, dated: Sample.now))
        ])
        #expect(await refusal(of: compact) == nil)
    }

    @Test func `an authority has no say over a device that stands elsewhere`() async throws {
        let report = try Sample.report(1, body: .health(try Sample.health(area: "vn/1")))
        try await bench.database.write([
            .report(ReceivedReport(report: report, received: Sample.now, dated: Sample.now))
        ])
        let compact = try signatory.order(.alert(try Sample.alert()), audience: "device:loa-0001")
        #expect(await refusal(of: compact) == .areaNotPermitted)
    }

    @Test func `without a trust list nothing is taken`() async throws {
        bench.trust.takeAway()
        let compact = try signatory.order(.alert(try Sample.alert()))
        await #expect(throws: OrderProblem.self) { try await bench.desk.take(compact) }
    }
}
