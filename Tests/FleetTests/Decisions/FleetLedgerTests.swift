import CentreLink
import Fleet
import LoaModel
import Testing

@Suite struct `The ledger of reports` {
    @Test func `reports in order are stored and acknowledged one by one`() throws {
        var ledger = FleetLedger()
        for number in Int64(1)...3 {
            #expect(ledger.receive(try Sample.report(number), at: Sample.now) == .store(through: number))
        }
    }

    @Test func `a report that comes again is acknowledged and not stored`() throws {
        var ledger = FleetLedger()
        _ = ledger.receive(try Sample.report(1), at: Sample.now)
        _ = ledger.receive(try Sample.report(2), at: Sample.now)
        #expect(ledger.receive(try Sample.report(1), at: Sample.now) == .duplicate(through: 2))
    }

    @Test func `numbers may have holes as long as after is stored`() throws {
        var ledger = FleetLedger()
        _ = ledger.receive(try Sample.report(1), at: Sample.now)
        #expect(ledger.receive(try Sample.report(9, after: 1), at: Sample.now) == .store(through: 9))
    }

    @Test func `past a gap nothing is acknowledged until what is missing has come`() throws {
        var ledger = FleetLedger()
        _ = ledger.receive(try Sample.report(1), at: Sample.now)
        #expect(ledger.receive(try Sample.report(3), at: Sample.now) == .gap(through: 1))
        #expect(ledger.receive(try Sample.report(2), at: Sample.now) == .store(through: 2))
        #expect(ledger.receive(try Sample.report(3), at: Sample.now) == .store(through: 3))
    }

    @Test func `an epoch or lane of its own begins at nothing`() throws {
        var ledger = FleetLedger()
        _ = ledger.receive(try Sample.report(5, after: 0), at: Sample.now)
        #expect(ledger.receive(try Sample.report(1, epoch: "e2"), at: Sample.now) == .store(through: 1))
        let health = try Sample.report(1, body: .health(try Sample.health()))
        #expect(ledger.receive(health, at: Sample.now) == .store(through: 1))
        #expect(ledger.receive(try Sample.report(5, after: 0), at: Sample.now) == .duplicate(through: 5))
    }

    @Test func `devices do not share numbers`() throws {
        var ledger = FleetLedger()
        _ = ledger.receive(try Sample.report(1), at: Sample.now)
        #expect(ledger.receive(try Sample.report(2, device: "loa-0002"), at: Sample.now) == .gap(through: 0))
    }

    @Test func `positions read from the store count`() throws {
        let device = try Sample.device()
        var ledger = FleetLedger([
            LanePosition(device: device, lane: LaneKey(epoch: "e1", lane: .record), through: 40)
        ])
        #expect(ledger.receive(try Sample.report(40), at: Sample.now) == .duplicate(through: 40))
        #expect(ledger.receive(try Sample.report(41), at: Sample.now) == .store(through: 41))
    }

    @Test(arguments: [(0, 0), (1, 1), (2, 5), (1, -1), (Int64.min, Int64.max)] as [(Int64, Int64)])
    func `numbers that contradict each other are refused`(number: Int64, after: Int64) throws {
        var ledger = FleetLedger()
        let decision = ledger.receive(try Sample.report(number, after: after), at: Sample.now)
        guard case .malformed = decision else { return #expect(Bool(false), "\(decision)") }
    }

    @Test func `a device that cannot give what is missing is believed at the third sending`() throws {
        var ledger = FleetLedger()
        var decisions: [FleetLedger.Decision] = []
        for sending in 0..<3 {
            let now = Sample.now.adding(seconds: Double(sending) * 30)
            for number in Int64(501)...503 { decisions.append(ledger.receive(try Sample.report(number), at: now)) }
        }
        #expect(decisions.prefix(6).allSatisfy { $0 == .gap(through: 0) })
        #expect(decisions[6] == .storePastLoss(through: 501, missing: 1...500))
        #expect(decisions.suffix(2) == [.store(through: 502), .store(through: 503)])
    }

    @Test func `the same sending seen thrice at once proves no loss`() throws {
        var ledger = FleetLedger()
        for _ in 0..<10 { #expect(ledger.receive(try Sample.report(2), at: Sample.now) == .gap(through: 0)) }
    }

    @Test func `messages thrown away here are no proof against the device`() throws {
        var ledger = FleetLedger()
        for sending in 0..<10 {
            let now = Sample.now.adding(seconds: Double(sending) * 30)
            ledger.noteDroppedMessages()
            #expect(ledger.receive(try Sample.report(2), at: now) == .gap(through: 0))
        }
    }

    @Test func `a device that invents epochs does not fill the memory`() throws {
        var ledger = FleetLedger()
        for epoch in 0..<1_000 {
            _ = ledger.receive(try Sample.report(1, epoch: "e\(epoch)"), at: Sample.now)
        }
        #expect(ledger.receive(try Sample.report(1, epoch: "e999"), at: Sample.now) == .duplicate(through: 1))
        #expect(ledger.receive(try Sample.report(1, epoch: "e0"), at: Sample.now) == .store(through: 1))
    }
}
